"""What a sheet holds that matters to who wants to write beside its table."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from crossdock.filling.areas import Area, column_index
from crossdock.filling.xml_events import Attributes, DamagedXml, Events, local
from crossdock.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS

SPILLS = frozenset(("array", "dataTable"))
DIGITS = "0123456789"


@dataclass
class SheetFacts:
    """Columns are numbered from 0, rows from 1.

    `occupied` are the columns that hold something from the headings on; `styles` are those of the
    cells of the heading row and of the first line, by row and column; `spills` the areas that a
    formula fills. `prefix` is what the names of the sheet's elements begin with, mostly nothing.
    """

    prefix: str = ""
    occupied: set[int] = field(default_factory=set)
    styles: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    spills: list[Area] = field(default_factory=list)
    dimension: Area | None = None
    filter: Area | None = None
    is_protected: bool = False
    last_row: int = 0


def sheet_facts(chunks: Iterable[bytes], *, heading_row: int | None, first_row: int) -> SheetFacts:
    """Read a sheet's XML, in pieces. Raises DamagedXml."""
    reader = _Reader(heading_row, first_row)
    for _ in reader.events.feed(chunks):
        pass
    return reader.facts


class _Reader:
    def __init__(self, heading_row: int | None, first_row: int) -> None:
        self.facts = SheetFacts()
        self.events = Events(self._start, self._end)
        self._first_row = heading_row or first_row
        self._style_rows = {heading_row, first_row}
        self._row = 0
        self._column = -1
        self._columns: dict[str, int] = {}
        self._cell_name = ""
        self._row_name = ""
        self._is_below = False
        self._in_cells = False

    def _start(self, name: str, attributes: Attributes) -> None:
        if not self._in_cells:
            self._outside_cells(name, attributes)
        elif name == self._cell_name:
            self._start_cell(attributes)
        elif name == self._row_name:
            self._row = row_number(attributes, self._row)
            self._column = -1
            self._is_below = self._row >= self._first_row
        else:
            if self._is_below:
                self.facts.occupied.add(self._column)
            if "t" in attributes and attributes["t"] in SPILLS:
                self._add(self.facts.spills, attributes)

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip(DIGITS)
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = cell_column(letters)
            self._column = column
        if self._row in self._style_rows and "s" in attributes:
            self.facts.styles[self._row, self._column] = attributes["s"]

    def _outside_cells(self, name: str, attributes: Attributes) -> None:
        match local(name):
            case "worksheet":
                self.facts.prefix = prefix_of(name)
                self._cell_name = f"{self.facts.prefix}c"
                self._row_name = f"{self.facts.prefix}row"
            case "sheetData":
                self._in_cells = True
            case "dimension":
                self.facts.dimension = Area.parse(attributes.get("ref", ""))
            case "mergeCell":
                self._add(self.facts.merged, attributes)
            case "sheetProtection":
                self.facts.is_protected = attributes.get("sheet", "0") not in ("0", "false")
            case "autoFilter" if self.facts.filter is None:
                self.facts.filter = Area.parse(attributes.get("ref", ""))

    @staticmethod
    def _add(areas: list[Area], attributes: Attributes) -> None:
        if area := Area.parse(attributes.get("ref", "")):
            areas.append(area)

    def _end(self, name: str) -> None:
        if self._in_cells and local(name) == "sheetData":
            self._in_cells = False
            self.facts.last_row = self._row


def row_number(attributes: Attributes, last: int) -> int:
    """The number of a row that follows the `last` one. Raises DamagedXml."""
    text = attributes.get("r")
    if text is None:
        return last + 1
    if not text.isdecimal() or len(text) > 7 or not last < int(text) <= MAX_ROWS:
        raise DamagedXml
    return int(text)


def cell_column(letters: str) -> int:
    """The column of a cell, from 0. Raises DamagedXml for what names none."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        raise DamagedXml
    column = column_index(letters.upper())
    if column >= MAX_COLUMNS:
        raise DamagedXml
    return column


def prefix_of(name: str) -> str:
    """`x:` of `x:worksheet`; nothing where there is none."""
    before, colon, _ = name.rpartition(":")
    return before + colon
