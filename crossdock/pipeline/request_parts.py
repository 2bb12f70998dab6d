"""The brands and the articles of a request file's rows, from two columns or from one."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from crossdock.offers.brands import KnownBrands
from crossdock.offers.outcomes import Outcome
from crossdock.parts.phrases import read_phrase
from crossdock.spreadsheets.cells import Cell, Row, as_text
from crossdock.spreadsheets.columns import SYNONYMS, Column
from crossdock.spreadsheets.reader_process import Table
from crossdock.spreadsheets.request_headings import PART

PART_COLUMNS = PART
"""A request file needs these, or one that has both. A quantity, if there is one, is also what the
line asks for."""


class PartCells(NamedTuple):
    """The brands and the articles of some rows; `problems` are by a row's place among them."""

    brands: Sequence[Cell]
    articles: Sequence[Cell]
    problems: Mapping[int, Outcome]


class PartReader(Protocol):
    """Reads the parts of rows."""

    def headings_again(self, rows: Sequence[Row], first_row: int) -> set[int]:
        """The numbers of the rows that repeat the headings, and so are no lines."""

    def read(self, rows: Sequence[Row]) -> PartCells:
        """The parts of some rows."""


def columns_of_parts(table: Table) -> Collection[Column]:
    """Those that the parts of this table are read from."""
    return PART_COLUMNS if table.columns.keys() >= PART_COLUMNS else {Column.PART}


def part_columns(table: Table) -> PartReader:
    """What reads the parts of this table."""
    return _OneColumn(table) if Column.PART in columns_of_parts(table) else _TwoColumns(table)


class _TwoColumns:
    def __init__(self, table: Table) -> None:
        self._brand, self._article = table.columns[Column.BRAND], table.columns[Column.ARTICLE]
        self._brands = _headings(table, Column.BRAND)
        self._articles = _headings(table, Column.ARTICLE)

    def headings_again(self, rows: Sequence[Row], first_row: int) -> set[int]:
        brand, article, brands, articles = (
            self._brand,
            self._article,
            self._brands,
            self._articles,
        )
        return {
            place
            for place, row in enumerate(rows, first_row)
            if row[article] in articles and row[brand] in brands
        }

    def read(self, rows: Sequence[Row]) -> PartCells:
        brand, article = self._brand, self._article
        return PartCells([row[brand] for row in rows], [row[article] for row in rows], {})


class _OneColumn:
    def __init__(self, table: Table) -> None:
        self._column = table.columns[Column.PART]
        self._heading = table.headings[self._column] if table.headings else ""
        self._brand_of = KnownBrands().brand_of

    def headings_again(self, rows: Sequence[Row], first_row: int) -> set[int]:
        column, heading = self._column, self._heading
        numbered = enumerate(rows, first_row) if heading else ()
        return {place for place, row in numbered if row[column] == heading}

    def read(self, rows: Sequence[Row]) -> PartCells:
        phrases = [read_phrase(as_text(row[self._column]), self._brand_of) for row in rows]
        unsplit = {
            place: Outcome.UNSPLIT for place, phrase in enumerate(phrases) if phrase.is_unclear
        }
        return PartCells(
            [phrase.brand for phrase in phrases], [phrase.article for phrase in phrases], unsplit
        )


def _headings(table: Table, column: Column) -> frozenset[str]:
    """What a row that repeats the headings may have in a column."""
    headings = {table.headings[table.columns[column]]} if table.headings else set()
    return frozenset(headings | set(SYNONYMS[column]) | {name.upper() for name in SYNONYMS[column]})
