"""A sheet of whatever file, as rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import NamedTuple

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.number_formats import Formats, Matters

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


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows` can be called again and begins at the file's first row each time.

    `left` is the column, from 0, that its rows begin at. `widest()` is how many cells its widest
    row has; 0 where all rows have as many as the first.
    `formats(column, matters)` has the number formats that matter of one column, row by row.
    `unsure_encoding` names the encoding of a text whose letters may be other ones.
    `is_text`: it is a text file, whose rows have no more cells than somebody wrote.
    `notes` are texts outside the sheet that tell which currency its prices are in.
    `merged()` are the areas that are merged into one cell.
    """

    name: str | None
    height: int
    rows: Callable[[], Iterator[Row]]
    formats: Callable[[int, Matters], Formats] = field(default=no_formats)
    merged: Callable[[], Sequence[Merged]] = field(default=nothing_merged)
    left: int = 0
    is_hidden: bool = False
    unsure_encoding: str = ""
    is_text: bool = False
    notes: tuple[str, ...] = ()
    widest: Callable[[], int] = field(default=int)
