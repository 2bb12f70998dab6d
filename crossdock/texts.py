"""Texts that are kept, and put into words only for who reads them.

`str()` gives them in the language that is active then. As JSON they are kept with a task, whichever
language its worker knew.
"""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext


@dataclass(frozen=True)
class Text:
    """A message of the catalogue; `%` gives it its values, texts among them, as with a str."""

    id: str
    values: Any = None

    def __mod__(self, values: Any) -> "Text":
        return replace(self, values=values)

    def __str__(self) -> str:
        words = gettext(self.id)
        return words if self.values is None else words % self.values

    @classmethod
    def of(cls, label: "str | Promise") -> "Text":
        """The message behind a lazy translation, such as a choice's label."""
        with translation.override(None):
            return cls(str(label))


@dataclass(frozen=True)
class Number:
    """A number that may be long: 1 234 567."""

    value: int

    def __str__(self) -> str:
        return number_format(self.value, force_grouping=True)


@dataclass(frozen=True)
class Money:
    """A sum in the price lists' currency: 1 234.50."""

    value: str

    def __str__(self) -> str:
        return number_format(Decimal(self.value), 2, force_grouping=True)


@dataclass(frozen=True)
class Size:
    """A number of bytes."""

    value: int

    def __str__(self) -> str:
        return filesizeformat(self.value)


@dataclass(frozen=True)
class Day:
    """A date, in ISO format."""

    value: str

    @classmethod
    def of(cls, day: datetime.date) -> "Day":
        """The text for a date."""
        return cls(day.isoformat())

    def __str__(self) -> str:
        return date_format(datetime.date.fromisoformat(self.value), "SHORT_DATE_FORMAT")


@dataclass(frozen=True)
class Joined:
    """Texts one after another."""

    parts: tuple[Any, ...]
    by: str = ", "

    @classmethod
    def of(cls, parts: Iterable[Any], by: str = ", ") -> "Joined":
        """The texts of any iterable, in its order."""
        return cls(tuple(parts), by)

    def __str__(self) -> str:
        return self.by.join(map(str, self.parts))


Kept = Text | Joined | str
"""What says to a user what went wrong; a str is one of before, or in his language already."""

KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Text, Number, Money, Size, Day, Joined)
}
MARK = '{"text": '


def to_json(value: Any) -> Any:
    """A text, or anything within one, as what JSON can hold."""
    if type(value) in KINDS.values():
        values = {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
        return {"text": type(value).__name__, **values}
    if isinstance(value, dict):
        return {"values": {key: to_json(part) for key, part in value.items()}}
    if isinstance(value, list | tuple):
        return [to_json(part) for part in value]
    return value if isinstance(value, int | float | None) else str(value)


def from_json(value: Any) -> Any:
    """The text again that became this JSON."""
    if isinstance(value, list):
        return tuple(map(from_json, value))
    if not isinstance(value, dict):
        return value
    if "values" in value and "text" not in value:
        return {key: from_json(part) for key, part in value["values"].items()}
    kind = KINDS[value["text"]]
    return kind(**{field.name: from_json(value[field.name]) for field in fields(kind)})


def dumps(text: Kept) -> str:
    """A text for a column."""
    return text if isinstance(text, str) else json.dumps(to_json(text), ensure_ascii=False)


def loads(column: str) -> Kept:
    """The text out of a column, where plain ones are kept too."""
    if not column.startswith(MARK):
        return column
    text: Kept = from_json(json.loads(column))
    return text
