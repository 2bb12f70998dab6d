"""How rows travel from the child process: a line of JSON for each batch, dates tagged.

Times of day and spans of time travel as the text that a person sees.
"""

import datetime
import json
from typing import Any

from crossdock.spreadsheets.cells import as_text


def encode(message: dict[str, Any]) -> bytes:
    """One line, with its end."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"), default=_tagged)
    return text.encode("utf-8", "replace") + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    """What `encode` was given. Raises ValueError where the line is not whole."""
    message = json.loads(line, object_hook=_untagged)
    if not isinstance(message, dict):
        raise ValueError("not a message")
    return message


def _tagged(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    if isinstance(value, datetime.time | datetime.timedelta):
        return as_text(value)
    return str(value)


def _untagged(value: dict[str, Any]) -> Any:
    if len(value) == 1:
        if "datetime" in value:
            return datetime.datetime.fromisoformat(value["datetime"])
        if "date" in value:
            return datetime.date.fromisoformat(value["date"])
    return value
