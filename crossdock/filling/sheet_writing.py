"""A sheet's XML with further cells in its rows; everything else stays byte for byte."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from crossdock.filling.areas import Area
from crossdock.filling.sheet_facts import DIGITS, cell_column, row_number
from crossdock.filling.xml_events import Attributes, DamagedXml, Events, local
from crossdock.spreadsheets.sheets import column_letters

TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
SPANS = re.compile(rb"""(\sspans\s*=\s*["'])([^"']*)(["'])""")
NEAR = 80  # bytes: more white space than stands before a tag
REFERENCE = re.compile(rb"""(\sref\s*=\s*["'])([^"']*)(["'])""")

NewCell = Callable[[str, str | None], bytes]
"""Makes a cell's XML for a reference like A1 and the style of the cell that stands there empty."""

RowCells = tuple[int, Mapping[int, NewCell]]
"""The number of a row, from 1, and its new cells by their columns, from 0, in ascending order."""


class SheetWriter:
    """Puts cells into the rows of a sheet as its XML passes.

    Cells that hold something stay unless `overwrite`; `left_alone` counts them. `areas` are the
    sheet's dimension and filter as they are to be, by the name of the element.
    """

    def __init__(
        self,
        rows: Iterable[RowCells],
        *,
        prefix: str,
        areas: Mapping[str, Area],
        last_column: int,
        overwrite: bool,
    ) -> None:
        self.left_alone = 0
        self._rows = iter(rows)
        self._areas = dict(areas)
        self._last_column = last_column
        self._overwrite = overwrite
        self._cell_name, self._row_name = f"{prefix}c", f"{prefix}row"
        self._data_name = f"{prefix}sheetData"
        self._events = Events(self._start, self._end)
        self._buffer = bytearray()
        self._buffer_at = 0
        self._pieces: list[bytes] = []
        self._in_data = False
        self._next: RowCells | None = None
        self._row = 0
        self._column = -1
        self._cells: list[tuple[int, NewCell]] = []
        self._open: tuple[NewCell, int, str | None] | None = None
        self._is_filled = False

    def xml(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The sheet with the new cells, in pieces.

        Raises DamagedXml, also where a row that is to get cells is not there.
        """
        self._advance()
        for _ in self._events.feed(self._kept(chunks)):
            if self._open is None:
                self._copy(min(self._events.position, self._buffer_at + len(self._buffer)))
            yield b"".join(self._pieces)
            self._pieces.clear()
        if self._next is not None:
            raise DamagedXml
        yield bytes(self._buffer)

    def _kept(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._buffer += chunk
            yield chunk

    def _advance(self) -> None:
        self._next = next(self._rows, None)

    def _start(self, name: str, attributes: Attributes) -> None:
        if not self._in_data:
            self._in_data = name == self._data_name
            if area := self._areas.pop(local(name), None):
                self._change_tag(REFERENCE, str(area).encode())
        elif name == self._cell_name:
            if self._cells:
                self._start_cell(attributes)
        elif name == self._row_name:
            self._start_row(attributes)
        elif self._open is not None and local(name) != "v":
            self._is_filled = True  # a formula, or a text

    def _start_row(self, attributes: Attributes) -> None:
        self._row, self._column = row_number(attributes, self._row), -1
        if self._next is None or self._row < self._next[0]:
            return
        if self._row > self._next[0]:
            raise DamagedXml
        self._cells = list(self._next[1].items())
        self._cells.reverse()  # the next one is taken from the end
        self._advance()
        if "spans" in attributes:
            first = attributes["spans"].partition(":")[0]
            self._change_tag(SPANS, f"{first}:{self._last_column + 1}".encode())

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        column = self._column + 1 if reference is None else cell_column(reference.rstrip(DIGITS))
        self._column = column
        while self._cells and self._cells[-1][0] < column:
            self._copy(self._events.position)
            self._put(*self._cells.pop(), None)
        if self._cells and self._cells[-1][0] == column:
            cell = self._cells.pop()[1]
            self._open = cell, self._events.position, attributes.get("s")
            self._is_filled = False

    def _end(self, name: str) -> None:
        if not self._in_data:
            return
        if name == self._cell_name:
            if self._open is not None:
                self._end_cell(*self._open)
                self._open = None
        elif name == self._row_name:
            if self._cells:
                self._end_row()
        elif name == self._data_name:
            self._in_data = False
        elif self._open is not None and local(name) == "v" and not self._is_empty_value():
            self._is_filled = True

    def _is_empty_value(self) -> bool:
        """Whether the value that ends here has nothing in it."""
        end = self._events.position - self._buffer_at
        return bytes(self._buffer[max(0, end - NEAR) : end]).rstrip().endswith(b">")

    def _end_cell(self, cell: NewCell, start: int, style: str | None) -> None:
        if self._is_filled and not self._overwrite:
            self.left_alone += 1
            return
        self._copy(start)
        self._drop(self._behind_tag())
        self._put(self._column, cell, style)

    def _end_row(self) -> None:
        if not self._at(self._events.position).startswith(b"</"):
            raise DamagedXml  # a row without any cell has no line
        self._copy(self._events.position)
        while self._cells:
            self._put(*self._cells.pop(), None)

    def _put(self, column: int, cell: NewCell, style: str | None) -> None:
        self._pieces.append(cell(f"{column_letters(column)}{self._row}", style))

    def _change_tag(self, attribute: re.Pattern[bytes], value: bytes) -> None:
        """Another value for an attribute of the tag that begins here."""
        self._copy(self._events.position)
        tag = TAG.match(self._buffer)
        if tag is None:
            raise DamagedXml
        self._pieces.append(attribute.sub(rb"\g<1>%s\g<3>" % value, tag[0], count=1))
        self._drop(self._buffer_at + tag.end())

    def _behind_tag(self) -> int:
        """Where the element ends whose end is told now."""
        position = self._events.position
        if not self._at(position).startswith(b"</"):
            return position  # its only tag is already behind
        tag = TAG.match(self._buffer, position - self._buffer_at)
        if tag is None:
            raise DamagedXml
        return self._buffer_at + tag.end()

    def _at(self, position: int) -> bytes:
        start = position - self._buffer_at
        return bytes(self._buffer[start : start + 2])

    def _copy(self, position: int) -> None:
        count = position - self._buffer_at
        if count > 0:
            self._pieces.append(bytes(self._buffer[:count]))
            self._drop(position)

    def _drop(self, position: int) -> None:
        del self._buffer[: position - self._buffer_at]
        self._buffer_at = position
