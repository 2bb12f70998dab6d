"""What a sheet holds that matters to who wants to write beside its table."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field

from crossdock.filling.areas import Area
from crossdock.filling.sheet_bytes import Row, SheetBytes

FORMULA = re.compile(rb"<(?:[\w.-]+:)?f\s([^>]*)>")
KIND = re.compile(rb"""(?<!\S)t\s*=\s*["'](array|dataTable|shared)["']""")
AREA = re.compile(rb"""(?<!\S)ref\s*=\s*["']([^"']*)["']""")
TRUE = ("1", "true")


@dataclass
class SheetFacts:
    """Columns are numbered from 0, rows from 1.

    `occupied` are the columns right of the table that hold something, from the headings on;
    `styles` are those of the cells of the heading row and of the first line, by row and column;
    `spills` the areas that a formula fills, `shared` those whose formula stands in their first cell
    alone.
    """

    occupied: set[int] = field(default_factory=set)
    styles: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    spills: list[Area] = field(default_factory=list)
    shared: list[Area] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    dimension: Area | None = None
    filter: Area | None = None
    is_protected: bool = False
    last_row: int = 0


def sheet_facts(
    sheet: SheetBytes, *, heading_row: int | None, first_row: int, last_column: int
) -> SheetFacts:
    """Read a sheet to its end. Raises UnusualPackage, ET.ParseError."""
    facts = SheetFacts()
    start = heading_row or first_row
    for row in sheet.rows():
        facts.last_row = row.number
        if row.number < start:
            continue
        if row.number in (heading_row, first_row):
            for cell in sheet.cells(row.cells):
                if (style := cell.style) is not None:
                    facts.styles[row.number, cell.column] = style
        row_end = sheet.last_column(row.cells)
        if row_end is None or row_end > last_column:
            facts.occupied.update(
                cell.column for cell in sheet.cells(row.cells) if sheet.holds_something(cell)
            )
        _note_formulas(facts, row)
    _note_rest(facts, ET.fromstring(sheet.head + sheet.tail))  # noqa: S314 - it has no entities
    return facts


def _note_formulas(facts: SheetFacts, row: Row) -> None:
    """Formulas before the table's rows may reach into them, but their values stand there too."""
    if b"ref" not in row.cells:
        return
    for (attributes,) in map(re.Match[bytes].groups, FORMULA.finditer(row.cells)):
        kind, area = KIND.search(attributes), AREA.search(attributes)
        if kind and area and (parsed := Area.parse(area[1].decode("ascii", "replace"))):
            (facts.shared if kind[1] == b"shared" else facts.spills).append(parsed)


def _note_rest(facts: SheetFacts, root: ET.Element) -> None:
    """What stands before the rows and behind them."""
    facts.dimension = next(_areas(root, "{*}dimension"), None)
    facts.filter = next(_areas(root, "{*}autoFilter"), None)
    facts.merged = list(_areas(root, "{*}mergeCells/{*}mergeCell"))
    facts.is_protected = any(
        protection.get("sheet") in TRUE for protection in root.findall("{*}sheetProtection")
    )
    for column in root.findall("{*}cols/{*}col"):
        start, end = column.get("min", ""), column.get("max", "")
        if column.get("hidden") in TRUE and start.isdecimal() and end.isdecimal():
            facts.hidden.update(range(int(start) - 1, min(int(end), 16_384)))


def _areas(root: ET.Element, path: str) -> Iterator[Area]:
    for element in root.findall(path):
        if area := Area.parse(element.get("ref", "")):
            yield area
