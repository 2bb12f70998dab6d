"""The file of a basket: JSON by lines, so that a page reads no more of it than it shows.

The first line has what all scenarios have in common, and each one's sums; then each scenario's
whole document is a line, in the same order.
"""

import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models.fields.files import FieldFile

from crossdock.pipeline.basket_document import Document
from crossdock.storage.whole_files import atomic_write

LONG = ("lines", "unfilled")
"""What of a document grows with the list."""


def write_basket(path: Path, head: dict[str, Any], scenarios: Sequence[dict[str, Any]]) -> None:
    """Write the file, which appears whole. A scenario has `key`, `title` and its `basket`.

    Raises OSError.
    """
    sums = [
        scenario
        | {"basket": {name: v for name, v in scenario["basket"].items() if name not in LONG}}
        for scenario in scenarios
    ]
    with atomic_write(path) as part, part.open("w", encoding="utf-8") as file:
        for line in (head | {"scenarios": sums}, *(scenario["basket"] for scenario in scenarios)):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


class BasketFile:
    """The file, opened. Raises FileNotFoundError where it is not kept any more."""

    def __init__(self, file: FieldFile | Path) -> None:
        self._file = file
        with self._file.open("rb") as lines:
            self.head: dict[str, Any] = json.loads(lines.readline())

    def document(self, key: str) -> Document:
        """A scenario's whole document. Raises FileNotFoundError."""
        place = [scenario["key"] for scenario in self.head["scenarios"]].index(key)
        with self._file.open("rb") as lines:
            line = next(islice(lines, place + 1, None))
        document: Document = json.loads(line)
        return document
