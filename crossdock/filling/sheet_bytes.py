"""A sheet's XML in pieces that are held easily: what stands before its rows, each row, the rest.

A part of a workbook is to stay as it is but for a few places. So it is not made anew from a tree
of what it says; its bytes are copied, and others put between them. Rows are found by their tags
alone, which takes a tenth of a parser's time. That is right as long as no comment and no CDATA
stands among them: no program writes any, and sheets that have some are refused.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from crossdock.filling.areas import column_index
from crossdock.filling.package import UnusualPackage
from crossdock.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS

MAX_PIECE = 16 * 1024 * 1024
"""Bytes of one row, of what stands before the rows, and behind: no program writes more."""

ATTRIBUTES = rb"""((?:\s[^<>"'/]*(?:"[^"]*"[^<>"'/]*|'[^']*'[^<>"'/]*)*)?)"""
SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b\s*(/?)>")
NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d{1,7})["']""")
REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})\d{1,7}["']""")
STYLE = re.compile(rb"""\ss\s*=\s*["'](\d{1,7})["']""")
TAG = re.compile(rb"<[^>]*>")


class Row(NamedTuple):
    """`number` is from 1; `end` is empty where the row has but one tag, which closes itself."""

    number: int
    start: bytes
    cells: bytes
    end: bytes


class Cell(NamedTuple):
    """`column` is from 0, `start` and `end` are where it stands in the cells of its row."""

    column: int
    start: int
    end: int
    attributes: bytes
    content: bytes

    @property
    def style(self) -> str | None:
        """The number of its format."""
        match = STYLE.search(self.attributes)
        return match[1].decode() if match else None


class SheetBytes:
    """A sheet's XML, read once from its beginning. Raises UnusualPackage.

    `head` ends with the tag before the first row, and `tail`, which is there when all rows have
    been read, begins with the tag behind the last one. `prefix` is what the names of the sheet's
    elements begin with, mostly nothing.
    """

    head: bytes
    tail: bytes
    prefix: bytes

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._buffer = b""
        while (data := SHEET_DATA.search(self._buffer)) is None:
            self._read_on(0)
        self.prefix = data[1]
        self.head, self._at = self._buffer[: data.end()], data.end()
        self._has_rows = not data[2]
        if b"<!" in self.head:
            raise UnusualPackage
        self._row = re.compile(
            rb"\s*(?:<%srow%s(/?)>|(</%ssheetData\s*>))" % (data[1], ATTRIBUTES, data[1])
        )
        self._cell = re.compile(
            rb"<%sc%s(?:/>|>(.*?)</%sc\s*>)" % (data[1], ATTRIBUTES, data[1]), re.DOTALL
        )
        self._cell_start = b"<%sc" % data[1]
        self._formula = re.compile(rb"<%sf[\s/>]" % data[1])

    def rows(self) -> Iterator[Row]:
        """Each row, once, in the order of their numbers."""
        number = 0
        closing = b"</%srow" % self.prefix
        while self._has_rows:
            while (tag := self._row.match(self._buffer, self._at)) is None:
                self._read_on(self._at)
            if tag[3]:
                self._at = tag.start(3)
                break
            number = _number(tag[1], number)
            if tag[2]:
                self._at = tag.end()
                yield Row(number, tag[0], b"", b"")
                continue
            while (end := self._buffer.find(closing, tag.end())) < 0 or (
                behind := self._buffer.find(b">", end) + 1
            ) == 0:
                self._read_on(self._at)
                tag = self._row.match(self._buffer, self._at)
                assert tag is not None
            cells = self._buffer[tag.end() : end]
            if b"<!" in cells or b"<?" in cells:
                raise UnusualPackage
            self._at = behind
            yield Row(number, tag[0], cells, self._buffer[end:behind])
        self._read_tail()

    def last_column(self, cells: bytes) -> int | None:
        """The column of a row's last cell, from 0; -1 if there is none, None if it is not told."""
        start = cells.rfind(self._cell_start)
        if start < 0:
            return -1
        match = REFERENCE.match(cells, start + len(self._cell_start))
        return _column(match[1]) if match else None

    def cells(self, cells: bytes) -> Iterator[Cell]:
        """The cells of a row."""
        column = -1
        for match in self._cell.finditer(cells):
            attributes, content = match[1], match[2] or b""
            reference = REFERENCE.search(attributes)
            column = _column(reference[1]) if reference else column + 1
            yield Cell(column, match.start(), match.end(), attributes, content)

    def holds_something(self, cell: Cell) -> bool:
        """Whether there is a value or a formula in a cell."""
        content = cell.content
        return bool(content) and (
            self._formula.search(content) is not None or bool(TAG.sub(b"", content).strip())
        )

    def _read_on(self, start: int) -> None:
        """Forget what stands before `start`, and read another chunk."""
        chunk = next(self._chunks, None)
        if chunk is None or len(self._buffer) - start > MAX_PIECE:
            raise UnusualPackage
        self._buffer = self._buffer[start:] + chunk
        self._at = 0

    def _read_tail(self) -> None:
        pieces = [self._buffer[self._at :]]
        size = len(pieces[0])
        for chunk in self._chunks:
            pieces.append(chunk)
            size += len(chunk)
            if size > MAX_PIECE:
                raise UnusualPackage
        self.tail = b"".join(pieces)


def _number(attributes: bytes, row_before: int) -> int:
    """The number of a row that follows the `last` one."""
    match = NUMBER.search(attributes)
    number = int(match[1]) if match else row_before + 1
    if not row_before < number <= MAX_ROWS:
        raise UnusualPackage
    return number


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    column = column_index(letters.decode().upper())
    if column >= MAX_COLUMNS:
        raise UnusualPackage
    return column
