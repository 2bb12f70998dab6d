"""Packs, minimums and delivery times as suppliers write them, and stores that headings name."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Literal, NamedTuple

from crossdock.pricelists.numbers import MAX_FOLDED, MAX_RAW, folded
from crossdock.spreadsheets.cells import Cell, as_text
from crossdock.spreadsheets.columns import Column

Told = int | Literal[""]
"""A number, or "" where nothing is told of it: so COPY takes it for a null."""

MAX_PIECES = 999_999
HOURS_IN_DAY = 24
MAX_HOURS = 365 * HOURS_IN_DAY
MAX_STORE = 100
CACHED_VALUES = 4_096

_PIECES = r"(?:шт|штук|штуки|ед|pcs|pc|pieces|ea)?\.?"
_PACKED = r"(?:уп|упак|упаковк[аеи]|кор|короб|коробк[аеи]|pack|box)\.?"
_PACK = re.compile(
    rf"(?:кратн[оыа]\w*|кратность|по|{_PACKED}|pack of|min\.?|мин\.?|[xх])?[ :=(]*(?:1 ?/ ?)?"
    rf"(?P<number>\d{{1,6}}) ?{_PIECES}\)?(?: ?(?:/|в|per|in) ?{_PACKED})?"
)
_MINIMUM = re.compile(
    rf"(?:от|не менее|минимум|мин\.?|min\.?|from|at least|moq|>=|≥)?[ :=]*(?P<number>\d{{1,6}})"
    rf" ?{_PIECES}"
)
_SPAN = r"(?:\d{1,4} ?(?:-|до|to|\.\.+) ?)?(?P<number>\d{1,4}(?:[.,]\d)?)"
_UNITS = {
    "hours": (1, r"ч|час|часа|часов|h|hour|hours|hrs|годин"),
    "days": (HOURS_IN_DAY, r"д|дн|дня|дней|день|дні|днів|сут|суток|сутки|d|day|days"),
    "weeks": (7 * HOURS_IN_DAY, r"нед|недел[ьияю]|недели|недель|тиж|тижні|week|weeks|wk"),
}
_UNIT = "|".join(f"(?P<{name}>{words})" for name, (_hours, words) in _UNITS.items())
_DELIVERY = re.compile(rf"(?:до|за|через|up to|within)? ?{_SPAN} ?(?:(?:{_UNIT})\.?)?")
_IN_HEADING = re.compile(rf"[ ,;:(\-]*\b{_SPAN} ?(?:{_UNIT})\b\.?\)?")
_HEADING_UNIT = re.compile(rf"(?<![^\W\d_])(?:{_UNIT})(?![^\W\d_])")
_WORDS = {
    **dict.fromkeys(("сегодня", "день в день", "today", "сьогодні"), 0),
    **dict.fromkeys(("завтра", "tomorrow"), HOURS_IN_DAY),
    "послезавтра": 2 * HOURS_IN_DAY,
}


class Unread(ValueError):
    """A cell that says something, but not what is to be read."""


def parse_pack(cell: Cell) -> Told:
    """In multiples of how many pieces it is sold; "1/10", "кратно 4", "уп. 10 шт".

    Raises Unread.
    """
    return _pieces(_PACK, cell)


def parse_minimum(cell: Cell) -> Told:
    """How many pieces are sold at least: "от 2 шт". Raises Unread."""
    return _pieces(_MINIMUM, cell)


def parse_delivery(cell: Cell, hours_in_unit: int | None = None) -> Told:
    """The hours until it arrives, of a span the longest; "2-3 дня" is 72.

    `hours_in_unit` is what the heading says of bare numbers; nothing else tells days from hours.
    Raises Unread.
    """
    text = _text(cell)
    if text in _WORDS:
        return _WORDS[text]
    match = _DELIVERY.fullmatch(text)
    if not match:
        return _nothing(text)
    return _hours(match, hours_in_unit)


def hours_in_unit(heading: str) -> int | None:
    """What a heading counts delivery times in: «Срок, дн.» is 24; None where it does not say."""
    units = {match.lastgroup for match in _HEADING_UNIT.finditer(folded(heading[:MAX_RAW]))}
    return _UNITS[units.pop() or ""][0] if len(units) == 1 else None


class Store(NamedTuple):
    """A store that a column of stock is of, and its own delivery time."""

    name: str
    hours: Told


def store_of(heading: str) -> Store:
    """What the heading says: «Москва 1 день», «СПб (2-3 дня)», «Остаток Казань»."""
    text = as_text(heading)[:MAX_STORE]
    match = _IN_HEADING.search(text.casefold())
    if not match or len(text) != len(text.casefold()):
        return Store(text, "")
    return Store((text[: match.start()] + text[match.end() :]).strip(" ,;:-("), _hours(match, None))


class TermsReader:
    """Reads the terms of a list's rows; `unread` counts the cells that say what cannot be read."""

    def __init__(
        self, columns: Mapping[Column, int], headings: Sequence[str], unread: Counter[Column]
    ) -> None:
        delivery = columns.get(Column.DELIVERY)
        unit = hours_in_unit(headings[delivery]) if delivery is not None and headings else None
        parsers: dict[Column, Callable[[Cell], Told]] = {
            Column.PACK: parse_pack,
            Column.MINIMUM: parse_minimum,
            Column.DELIVERY: partial(parse_delivery, hours_in_unit=unit),
        }
        self._unread = unread
        self._columns = [
            (column, columns.get(column), lru_cache(CACHED_VALUES, typed=True)(parser))
            for column, parser in parsers.items()
        ]
        self.is_idle = not columns.keys() & parsers.keys()

    def of(self, row: Sequence[Cell]) -> tuple[Told, ...]:
        """Its pack, minimum and delivery time."""
        terms: list[Told] = []
        for column, index, parse in self._columns:
            value: Told = ""
            if index is not None and index < len(row):
                try:
                    value = parse(row[index])
                except Unread:
                    self._unread[column] += 1
            terms.append(value)
        return tuple(terms)


def _pieces(pattern: re.Pattern[str], cell: Cell) -> Told:
    text = _text(cell)
    match = pattern.fullmatch(text)
    if not match:
        return _nothing(text)
    return int(match["number"]) or ""


def _hours(match: re.Match[str], hours_in_unit: int | None) -> Told:
    unit = next((hours for name, (hours, _words) in _UNITS.items() if match[name]), hours_in_unit)
    if unit is None:
        raise Unread
    hours = math.ceil(float(match["number"].replace(",", ".")) * unit)
    if hours > MAX_HOURS:
        raise Unread
    return hours


def _text(cell: Cell) -> str:
    text = folded(as_text(cell)) if not isinstance(cell, str) or len(cell) <= MAX_RAW else " "
    return text.rstrip("!") if len(text) <= MAX_FOLDED else " "


def _nothing(text: str) -> Literal[""]:
    """What a cell tells in which there is nothing to be read."""
    if text.strip("-"):
        raise Unread
    return ""
