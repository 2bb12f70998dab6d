"""How a supplier wants its orders: which columns, under which headings, and the file's name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MAX_NAME = 100
NOT_IN_NAMES = re.compile(r"[^\w .,()+-]")
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)", re.IGNORECASE)
"""What no file may be called in Windows, whatever its ending."""


class OrderColumn(TextChoices):
    """What a column of an order has."""

    BRAND = "brand", _("Brand")
    ARTICLE = "article", _("Article")
    PIECES = "pieces", _("Quantity")
    PRICE = "price", _("Price")
    SUM = "sum", _("Sum")
    STORE = "store", _("Store")
    CODE = "code", _("Own code")


HEADINGS = {
    OrderColumn.BRAND: "Бренд",
    OrderColumn.ARTICLE: "Артикул",
    OrderColumn.PIECES: "Количество",
    OrderColumn.PRICE: "Цена",
    OrderColumn.SUM: "Сумма",
    OrderColumn.STORE: "Склад",
    OrderColumn.CODE: "Свой код",
}
"""Suppliers read them: in Russian, whatever the user reads."""

USUAL = (OrderColumn.BRAND, OrderColumn.ARTICLE, OrderColumn.PIECES, OrderColumn.PRICE)
USUAL_COLUMNS = tuple((column, HEADINGS[column]) for column in (*USUAL, OrderColumn.SUM))
USUAL_NAME = "{supplier} {date}"


PLACES = {"{supplier}": _("supplier"), "{code}": _("code"), "{date}": _("date")}
"""What stands for something in a file's name, and what it stands for."""


def name_in_words(name: str) -> str:
    """A pattern of file names in the reader's language: {поставщик} {дата}."""
    for place, word in PLACES.items():
        name = name.replace(place, f"{{{word}}}")
    return name


def parse_name(text: str) -> str:
    """The pattern that somebody has typed in words."""
    for place, word in PLACES.items():
        text = text.replace(f"{{{word}}}", place)
    return text


@dataclass(frozen=True)
class OrderLayout:
    """The columns with their headings in their order, and the pattern of the file's name."""

    columns: tuple[tuple[OrderColumn, str], ...] = USUAL_COLUMNS
    name: str = USUAL_NAME

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """What is kept for a supplier; the usual for what is not."""
        columns = [(OrderColumn(name), heading) for name, heading in stored.get("columns", ())]
        return cls(tuple(columns) or USUAL_COLUMNS, stored.get("name") or USUAL_NAME)

    def filename(self, supplier: str, code: str, day: date) -> str:
        """The file's name without its ending, such as every system takes it."""
        values = {"{supplier}": supplier, "{code}": code, "{date}": day.isoformat()}
        name = self.name
        for place, value in values.items():
            name = name.replace(place, value)
        name = NOT_IN_NAMES.sub("_", name).strip(" .")[:MAX_NAME].rstrip(" .") or "order"
        return f"_{name}" if DEVICES.match(name) else name


def parse_columns(text: str) -> list[tuple[OrderColumn, str]]:
    """The columns that somebody has typed: on each line what one has, a colon and its heading.

    Raises ValueError with the line that is none.
    """
    names = {str(column.label).casefold(): column for column in OrderColumn}
    columns: list[tuple[OrderColumn, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _colon, heading = line.partition(":")
        column = names.get(name.strip().casefold())
        if column is None or column in dict(columns):
            raise ValueError(line)
        columns.append((column, heading.strip() or HEADINGS[column]))
    return columns


def describe_columns(columns: Iterable[tuple[OrderColumn, str]]) -> str:
    """The text that `parse_columns` makes the columns of."""
    return "\n".join(f"{column.label}: {heading}" for column, heading in columns)
