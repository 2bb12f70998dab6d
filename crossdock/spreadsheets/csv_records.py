"""The records of CSV, and the rows that a quotation swallows."""

import csv
import os
from collections.abc import Iterator
from functools import partial
from typing import Protocol, cast

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import MAX_CHARACTERS, MAX_COLUMNS

END = f"\x1a{os.urandom(16).hex()}"
"""A line after the last; only a quotation that nobody closes can make it a part of something."""

MARK = "\ufeff"
MIN_ALIKE = 0.9  # of the lines in a quotation, to be rows


class Lines(Protocol):
    """Text that can be read line by line."""

    def readline(self, size: int, /) -> str:
        """The next line, or so many characters of it; empty at the end."""


def records(file: Lines, delimiter: str) -> Iterator[Row]:
    """One by one; raises TableError where a row is too long or a quotation does not end.

    A quotation mark that nobody closes reaches to the next one, rows later. Its lines are rows
    where each of them has as many cells as the row before.
    """
    lines = _Lines(file)
    pieces = lines.pieces
    number = width = 0
    try:
        for record in cast("Iterator[Row]", csv.reader(lines, delimiter=delimiter)):
            if len(pieces) == 1:
                width = len(record)
                if number > 0 and width <= MAX_COLUMNS:  # as nearly all are: without a detour
                    pieces.clear()
                    number += 1
                    yield record
                    continue
            rows = _swallowed(pieces, delimiter, width) or [record]
            pieces.clear()
            for row in rows:
                number += 1
                if len(row) > MAX_COLUMNS:
                    raise TableError(ReadError.TOO_MANY_CELLS, columns=len(row), rows=number)
                if not lines.is_over:
                    yield [] if number == 1 and row[:1] == ["sep="] else row
                elif row != [END]:
                    raise TableError(ReadError.OPEN_QUOTE, row=number)
    except (csv.Error, _TooLongError) as error:  # the first: a field of over 128 kB
        trouble = ReadError.OPEN_QUOTE if len(pieces) > 1 else ReadError.LONG_ROW
        raise TableError(trouble, row=number + 1) from error


def records_without_quotes(file: Lines, delimiter: str) -> Iterator[Row]:
    """The same of a file without quotation marks, whose lines are its records, in less time."""
    found = csv.reader(_lines(file, delimiter), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    try:
        for first in found:
            yield [] if first[:1] == ["sep="] else cast("Row", first)
            break
        yield from cast("Iterator[Row]", found)
    except csv.Error as error:
        raise TableError(ReadError.LONG_ROW, row=found.line_num) from error


def _lines(file: Lines, delimiter: str) -> Iterator[str]:
    for number, line in enumerate(iter(partial(file.readline, MAX_CHARACTERS), ""), 1):
        if len(line) >= MAX_CHARACTERS:
            raise TableError(ReadError.LONG_ROW, row=number)
        if line.count(delimiter) >= MAX_COLUMNS:
            columns = line.count(delimiter) + 1
            raise TableError(ReadError.TOO_MANY_CELLS, columns=columns, rows=number)
        yield line


def _swallowed(lines: list[str], delimiter: str, width: int) -> list[Row]:
    """A record's lines as rows, if that is what they are; none if it has several on purpose."""
    if len(lines) < 2 or lines[-1] == END:
        return []
    rows = [_row(line, delimiter, width) for line in lines]
    alike = sum(len(row) == width for row in rows)
    is_table = width > 1 and len(rows[0]) == len(rows[-1]) == width
    return rows if is_table and alike >= MIN_ALIKE * len(rows) else []


def _row(line: str, delimiter: str, width: int) -> Row:
    """A line alone, of so many cells; a quotation mark without its other one means nothing."""
    if line.count('"') % 2 == 0:
        return cast("Row", next(csv.reader([line], delimiter=delimiter), []))
    cells = line.rstrip("\r\n").split(delimiter)
    together = _with_quoted_delimiters(cells, delimiter)
    return together if len(together) == width else [cell.strip('"') for cell in cells]


def _with_quoted_delimiters(cells: list[str], delimiter: str) -> Row:
    """The cells, those put together that a quotation holds: "Hose, 1/2"" is one."""
    together: Row = []
    place = 0
    while place < len(cells):
        end = place
        if cells[place].startswith('"'):
            closed = (i for i in range(place, len(cells)) if cells[i][i == place :].endswith('"'))
            end = next(closed, place)
        text = delimiter.join(cells[place : end + 1])
        together.append(text.removeprefix('"').removesuffix('"').replace('""', '"'))
        place = end + 1
    return together


class _TooLongError(Exception):
    """A record has more characters than a row may have."""


class _Lines:
    """A file's lines and the mark of the end; no record gets more than it may have.

    `pieces` are those of the record that is being read; whoever takes it empties them.
    """

    def __init__(self, file: Lines) -> None:
        self._all = iter(partial(file.readline, MAX_CHARACTERS), "")
        self.pieces: list[str] = []
        self.is_over = False

    def __iter__(self) -> Iterator[str]:
        characters, pieces = 0, self.pieces
        for piece in self._all:
            characters = len(piece) + (characters if pieces else 0)
            pieces.append(piece)
            if characters >= MAX_CHARACTERS:
                raise _TooLongError
            yield piece
        if pieces:
            pieces.append(END)
        self.is_over = True
        yield END


class WithoutMarks:
    """A file of several that were put together, without their byte order marks."""

    def __init__(self, file: Lines) -> None:
        self._file = file

    def readline(self, size: int, /) -> str:
        """As a file has it."""
        line = self._file.readline(size)
        return line.replace(MARK, "") or ("\n" if line else "")
