"""A sheet's XML with further cells in its rows; everything else stays byte for byte."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from crossdock.filling.areas import Area
from crossdock.filling.package import UnusualPackage, attribute_changed
from crossdock.filling.sheet_bytes import Cell, Row, SheetBytes
from crossdock.spreadsheets.sheets import column_letters

SPANS = re.compile(rb"""(\sspans\s*=\s*["'])(\d+):(\d+)(["'])""")
PIECES = 500
"""Rows that are handed on at once."""

NewCell = Callable[[str, str | None], str]
"""Makes a cell's XML for a reference like A1 and the style of the cell that stands there empty."""

RowCells = tuple[int, Mapping[int, NewCell]]
"""The number of a row, from 1, and its new cells by their columns, from 0, in ascending order."""


class SheetWriter:
    """Puts cells into the rows of a sheet as its XML passes.

    Cells that hold something stay unless `overwrite`; those of `heading_row` stay in any case.
    `left_alone` counts those that stay. `areas` are the sheet's dimension and filter as they are to
    be, by the name of the element.
    """

    def __init__(
        self,
        sheet: SheetBytes,
        *,
        areas: Mapping[str, Area],
        columns: Iterable[int],
        heading_row: int | None,
        overwrite: bool,
    ) -> None:
        self.left_alone = 0
        self._sheet = sheet
        self._areas = areas
        self._letters = {column: column_letters(column) for column in columns}
        self._first, self._last = min(self._letters), max(self._letters)
        self._heading_row = heading_row
        self._overwrite = overwrite

    def xml(self, rows: Iterable[RowCells]) -> Iterator[bytes]:
        """The sheet with the new cells, in pieces. Raises UnusualPackage, what `rows` raises."""
        yield self._with_areas(self._sheet.head)
        pieces: list[bytes] = []
        new_rows = iter(rows)
        coming = next(new_rows, None)
        for row in self._sheet.rows():
            while coming is not None and coming[0] < row.number:
                pieces.append(self._new_row(*coming))
                coming = next(new_rows, None)
            if coming is not None and coming[0] == row.number:
                pieces += self._filled(row, coming[1])
                coming = next(new_rows, None)
            else:
                pieces += row[1:]
            if len(pieces) >= PIECES:
                yield b"".join(pieces)
                pieces.clear()
        while coming is not None:
            pieces.append(self._new_row(*coming))
            coming = next(new_rows, None)
        if pieces and not self._sheet.tail.startswith(b"</"):
            raise UnusualPackage  # a sheet without any rows
        yield b"".join(pieces)
        yield self._with_areas(self._sheet.tail)

    def _with_areas(self, xml: bytes) -> bytes:
        for name, area in self._areas.items():
            if match := re.search(rb"<%s%s\b[^>]*>" % (self._sheet.prefix, name.encode()), xml):
                tag = attribute_changed(match[0], "ref", str(area))
                xml = xml[: match.start()] + tag + xml[match.end() :]
        return xml

    def _new_row(self, number: int, new_cells: Mapping[int, NewCell]) -> bytes:
        """A row that the sheet has not got, as of lines under merged cells."""
        prefix = self._sheet.prefix
        return b'<%srow r="%d">%s</%srow>' % (prefix, number, self._made(number, new_cells), prefix)

    def _made(self, number: int, new_cells: Mapping[int, NewCell]) -> bytes:
        letters = self._letters
        xml = "".join(
            [cell(f"{letters[column]}{number}", None) for column, cell in new_cells.items()]
        )
        return xml.encode("ascii", "xmlcharrefreplace")

    def _filled(self, row: Row, new_cells: Mapping[int, NewCell]) -> tuple[bytes, ...]:
        start = SPANS.sub(self._wider, row.start, count=1)
        if not row.end:
            start = start.rpartition(b"/")[0].rstrip() + b">"
            return start, self._made(row.number, new_cells), b"</%srow>" % self._sheet.prefix
        row_end = self._sheet.last_column(row.cells)
        if row_end is not None and row_end < self._first and b"extLst" not in row.cells:
            return start, row.cells, self._made(row.number, new_cells), row.end
        return start, self._merged(row, new_cells), row.end

    def _wider(self, spans: re.Match[bytes]) -> bytes:
        last_column = max(int(spans[3]), self._last + 1)
        return b"%s%s:%d%s" % (spans[1], spans[2], last_column, spans[4])

    def _merged(self, row: Row, new_cells: Mapping[int, NewCell]) -> bytes:
        """The row's cells and the new ones in the order of their columns."""
        pieces: list[bytes] = []
        waiting = dict(new_cells)
        at = 0
        for cell in self._sheet.cells(row.cells):
            before = {column: new_cells[column] for column in waiting if column < cell.column}
            for column in before:
                del waiting[column]
            pieces += row.cells[at : cell.start], self._made(row.number, before)
            at = cell.end
            new_cell = waiting.pop(cell.column, None)
            pieces.append(
                row.cells[cell.start : cell.end]
                if new_cell is None or self._stays(row.number, cell)
                else new_cell(f"{self._letters[cell.column]}{row.number}", cell.style).encode(
                    "ascii", "xmlcharrefreplace"
                )
            )
        pieces += self._made(row.number, waiting), row.cells[at:]
        return b"".join(pieces)

    def _stays(self, row: int, cell: Cell) -> bool:
        """Whether a cell is left as it is because it holds something."""
        if not self._sheet.holds_something(cell):
            return False
        if row == self._heading_row:
            return True
        self.left_alone += not self._overwrite
        return not self._overwrite
