"""A sheet of whatever file, as rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from string import ascii_uppercase
from typing import NamedTuple

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.number_formats import Formats, Matters
from crossdock.spreadsheets.problems import TableError

Merged = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last row and column of an area, from 0; columns as the sheet counts them."""

MAX_CELLS = 40_000_000
MAX_ROWS = 1_048_576  # in a sheet of a workbook
MAX_COLUMNS = 16_384  # as many as Excel has
MAX_CHARACTERS = 1_000_000
"""In one row: 30 of the longest cells that Excel has."""


def no_formats(_column: int, _matters: Matters) -> Formats:
    """Of a file that has no number formats."""
    return ()


def nothing_merged() -> Sequence[Merged]:
    """Of a file that has no merged cells."""
    return ()


def column_letters(index: int) -> str:
    """What a spreadsheet calls the column of this index, from 0: A, …, Z, AA, …."""
    before, last = divmod(index, 26)
    return (column_letters(before - 1) if before else "") + ascii_uppercase[last]


def column_index(letters: str) -> int:
    """The index, from 0, of the column that a spreadsheet calls so."""
    index = 0
    for letter in letters.upper():
        index = index * len(ascii_uppercase) + ascii_uppercase.index(letter) + 1
    return index - 1


def no_currencies(_column: int) -> Sequence[str]:
    """Of a file whose number formats name no currency."""
    return ()


class TablePlace(NamedTuple):
    """Where a table stands: rows from 1, its `last_column`, that has a heading, from 0."""

    sheet: str
    heading_row: int | None
    first_row: int
    last_column: int


class Hidden(NamedTuple):
    """How many rows of a sheet are hidden, and which columns, from 0 as the sheet counts them."""

    rows: int = 0
    columns: frozenset[int] = frozenset()


NOTHING_HIDDEN = Hidden()


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows` can be called again and begins at the file's first row each time.

    `left` is the column, from 0, that its rows begin at. `widest()` is how many cells its widest
    row has; 0 where all rows have as many as the first.
    `formats(column, matters)` has the number formats that matter of one column, row by row.
    `unsure_encoding` names the encoding of a text whose letters may be other ones.
    `is_text`: it is a text file, whose rows have no more cells than somebody wrote.
    `notes` are texts outside the sheet that tell which currency its prices are in.
    `merged()` are the areas that are merged into one cell, `hidden()` what nobody sees of it.
    """

    name: str | None
    height: int
    rows: Callable[[], Iterator[Row]]
    formats: Callable[[int, Matters], Formats] = field(default=no_formats)
    merged: Callable[[], Sequence[Merged]] = field(default=nothing_merged)
    hidden: Callable[[], Hidden] = field(default=Hidden)
    left: int = 0
    is_hidden: bool = False
    unsure_encoding: str = ""
    is_text: bool = False
    notes: tuple[str, ...] = ()
    widest: Callable[[], int] = field(default=int)

    @property
    def hidden_columns(self) -> frozenset[int]:
        """Those that nobody sees, as its rows count them."""
        return frozenset(column - self.left for column in self.hidden().columns)


class KeptSheets:
    """The sheets of a file that is opened once, however often they are gone through."""

    def __init__(self, sheets: Iterator[Sheet]) -> None:
        self._coming = sheets
        self._seen: list[Sheet] = []
        self._problem: TableError | None = None

    def __iter__(self) -> Iterator[Sheet]:
        """Each time from the first one; raises TableError where the file is damaged."""
        for place in count():
            if place == len(self._seen) and not self._has_more():
                return
            yield self._seen[place]

    def _has_more(self) -> bool:
        if self._problem:
            raise self._problem
        try:
            sheet = next(self._coming, None)
        except TableError as problem:
            self._problem = problem
            raise
        if sheet is not None:
            self._seen.append(sheet)
        return sheet is not None
