"""Answers written into the very workbook that was sent, with nothing else in it changed.

A library that reads a workbook and writes it again loses what it does not know: text boxes, data
bars, sparklines. So the archive is copied part by part. Only the parts that have to name the new
cells are changed, and the sheet's XML is streamed.
"""

import datetime
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from crossdock.filling.areas import Area
from crossdock.filling.messages import FillError, FillProblem
from crossdock.filling.package import CONTENT_TYPES, Package, UnusualPackage, relations_name
from crossdock.filling.parts import (
    with_columns,
    with_formats,
    with_recalculation,
    with_wider_filter,
    without_relation,
    without_type,
)
from crossdock.filling.sheet_facts import SheetFacts, sheet_facts
from crossdock.filling.sheet_writing import NewCell, RowCells, SheetWriter
from crossdock.filling.xml_events import DamagedXml
from crossdock.results.archive import write_archive
from crossdock.results.sheet_cells import cell_xml
from crossdock.spreadsheets.cells import Cell
from crossdock.spreadsheets.kinds import ZIP_ERRORS
from crossdock.spreadsheets.sheets import MAX_COLUMNS
from crossdock.storage.whole_files import atomic_write

ELEMENT = re.compile("<(/?)")


class Shown(IntEnum):
    """How a column's numbers are shown: built-in number formats (ECMA-376, part 1, 18.8.30)."""

    AS_IS = 0
    MONEY = 4
    DAY = 14


@dataclass(frozen=True)
class NewColumn:
    """A column to be filled: `index`, from 0, or None for the first free one."""

    heading: str
    shown: Shown = Shown.AS_IS
    index: int | None = None


@dataclass(frozen=True)
class Place:
    """Where the table stands: rows from 1, the `last_column` of its headings from 0."""

    sheet: str
    heading_row: int | None
    first_row: int
    last_column: int


@dataclass(frozen=True)
class Filled:
    """What was done: the columns that were filled, from 0, and the cells that were left alone."""

    columns: tuple[int, ...]
    left_alone: int


def fill_workbook(
    source: Path,
    target: Path,
    place: Place,
    columns: Sequence[NewColumn],
    lines: Iterable[tuple[int, Sequence[Cell]]],
    *,
    overwrite: bool = False,
) -> Filled:
    """Copy a workbook (.xlsx, .xlsm) and put new cells into the rows of a sheet.

    `lines` are row numbers, ascending, each with a value for each of the columns. Cells that hold
    something stay unless `overwrite`. The file appears at `target` whole or not at all.

    Raises FillError where it cannot be done without damage, OSError where a file cannot be
    written, and what `lines` raises.
    """
    try:
        with zipfile.ZipFile(source) as archive, atomic_write(target) as path:
            filling = _Filling(Package(archive), place, columns, overwrite=overwrite)
            write_archive(path, filling.parts(lines))
            return Filled(filling.indexes, filling.left_alone)
    except (UnusualPackage, DamagedXml, ET.ParseError, *ZIP_ERRORS) as error:
        if isinstance(error, OSError):
            raise
        raise FillError(FillProblem.UNUSUAL) from error


class _Filling:
    def __init__(
        self, package: Package, place: Place, columns: Sequence[NewColumn], *, overwrite: bool
    ) -> None:
        self._package = package
        self._place = place
        self._overwrite = overwrite
        self.left_alone = 0
        if package.is_signed:
            raise FillError(FillProblem.SIGNED)
        sheets = list(package.sheets())
        names = [name for name, _ in sheets]
        if names.count(place.sheet) != 1:
            raise UnusualPackage
        self._sheet_number = names.index(place.sheet)
        self._sheet = sheets[self._sheet_number][1]
        if self._sheet not in package.names:
            raise UnusualPackage
        self._facts = sheet_facts(
            package.chunks(self._sheet), heading_row=place.heading_row, first_row=place.first_row
        )
        self.indexes = _indexes(columns, place, self._facts)
        self._columns = columns
        self._check()
        self._changed: dict[str, bytes | None] = {}
        self._styles = self._new_styles()
        self._headings = [column.heading for column in columns]
        self._areas: dict[str, Area] = {}
        self._widen()
        self._drop_calculation_chain()

    def _check(self) -> None:
        """Raises FillError for what a new cell would damage."""
        if self._facts.is_protected:
            raise FillError(FillProblem.PROTECTED, sheet=self._place.sheet)
        rows = range(self._place.heading_row or self._place.first_row, self._facts.last_row + 1)
        for index in self.indexes:
            for problem, areas in (
                (FillProblem.MERGED, self._facts.merged),
                (FillProblem.SPILLS, self._facts.spills),
            ):
                for area in areas:
                    if area.touches(range(index, index + 1), rows):
                        raise FillError(problem, sheet=self._place.sheet, cells=area)

    def _new_styles(self) -> dict[Shown, str]:
        """The style of each kind of number, as cells name it; none in a workbook without styles."""
        part = self._package.part_of_kind("styles")
        if part is None:
            return {}
        first_row = self._place.first_row
        model = self._facts.styles.get((first_row, self._place.last_column))
        kinds = list(Shown)
        self._changed[part], numbers = with_formats(self._package.read(part), model, kinds)
        return {kind: str(number) for kind, number in zip(kinds, numbers, strict=True)}

    def _widen(self) -> None:
        """Tables and filters that end where the new columns begin take them in."""
        own = {column: i for i, column in enumerate(self.indexes)}
        for relation in self._package.relations(self._sheet):
            if relation.kind == "table":
                self._widen_table(relation.part, own)
        if (used := self._facts.dimension) is not None:
            last_column = max(used.last_column, *self.indexes)
            self._areas["dimension"] = used.widened(last_column)
        area = self._facts.filter
        if area is None or area.first_row != self._place.heading_row:
            return
        last = _last_beside(area.last_column, own)
        if last > area.last_column:
            self._areas["autoFilter"] = area.widened(last)
            workbook = self._package.read(self._package.workbook)
            self._changed[self._package.workbook] = with_wider_filter(
                workbook, self._sheet_number, last
            )

    def _widen_table(self, part: str, own: Mapping[int, int]) -> None:
        table = self._package.read(part)
        root = ET.fromstring(table)  # noqa: S314 - expat limits entities
        area = Area.parse(root.get("ref", ""))
        is_plain = root.get("tableType", "worksheet") == "worksheet"
        if area is None or not is_plain or root.get("headerRowCount", "1") != "1":
            return
        last = _last_beside(area.last_column, own)
        if area.first_row != self._place.heading_row or last == area.last_column:
            return
        taken = {
            each.get("name", "").casefold()
            for each in root.findall("{*}tableColumns/{*}tableColumn")
        }
        new = [own[column] for column in range(area.last_column + 1, last + 1)]
        for i in new:
            self._headings[i] = _unlike(self._headings[i], taken)
            taken.add(self._headings[i].casefold())
        self._changed[part] = with_columns(table, [self._headings[i] for i in new])

    def _drop_calculation_chain(self) -> None:
        """The order in which formulas were calculated is not known to hold; programs find it."""
        chain = self._package.part_of_kind("calcChain")
        if chain is None:
            return
        package, workbook = self._package, self._package.workbook
        relations = relations_name(workbook)
        self._changed[chain] = None
        self._changed[CONTENT_TYPES] = without_type(package.read(CONTENT_TYPES), chain)
        self._changed[relations] = without_relation(package.read(relations), workbook, chain)
        content = self._changed.get(workbook) or package.read(workbook)
        self._changed[workbook] = with_recalculation(content)

    def parts(
        self, lines: Iterable[tuple[int, Sequence[Cell]]]
    ) -> Iterator[tuple[zipfile.ZipInfo, Iterable[bytes]]]:
        """Every entry of the new archive, in the order of the old one."""
        for entry in self._package.archive.infolist():
            if entry.filename == self._sheet:
                yield entry, self._sheet_xml(lines)
            elif entry.filename not in self._changed:
                yield entry, self._package.chunks(entry)
            elif (content := self._changed[entry.filename]) is not None:
                yield entry, [content]

    def _sheet_xml(self, lines: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[bytes]:
        last_column = max(self.indexes)
        writer = SheetWriter(
            self._rows(lines),
            prefix=self._facts.prefix,
            areas=self._areas,
            last_column=last_column,
            overwrite=self._overwrite,
        )
        yield from writer.xml(self._package.chunks(self._sheet))
        self.left_alone = writer.left_alone

    def _rows(self, lines: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[RowCells]:
        order = sorted(range(len(self.indexes)), key=self.indexes.__getitem__)
        if self._place.heading_row is not None:
            headings = {self.indexes[i]: self._heading(i) for i in order}
            yield self._place.heading_row, headings
        for row, values in lines:
            cells = {
                self.indexes[i]: self._cell(values[i], self._columns[i].shown)
                for i in order
                if values[i] is not None
            }
            if cells:
                yield row, cells

    def _heading(self, i: int) -> NewCell:
        heading_row = self._place.heading_row or 0
        style = self._facts.styles.get((heading_row, self._place.last_column))
        return self._made(self._headings[i], style, keeps_style=True)

    def _cell(self, value: Cell, shown: Shown) -> NewCell:
        if shown is Shown.DAY and not self._styles and isinstance(value, datetime.date):
            value = f"{value:%d.%m.%Y}"
        style = self._styles.get(Shown.AS_IS if isinstance(value, str) else shown)
        return self._made(value, style, keeps_style=not isinstance(value, datetime.date))

    def _made(self, value: Cell, style: str | None, *, keeps_style: bool) -> NewCell:
        def xml(reference: str, existing: str | None) -> bytes:
            number = existing if keeps_style and existing is not None else style
            attribute = f' s="{number}"' if number is not None else ""
            text = cell_xml(reference, attribute, value)
            if self._facts.prefix:
                text = ELEMENT.sub(rf"<\1{self._facts.prefix}", text)
            return text.encode("ascii", "xmlcharrefreplace")

        return xml


def _indexes(
    columns: Sequence[NewColumn], place: Place, facts: SheetFacts
) -> tuple[int, ...]:
    """Where each of the columns stands. Raises FillError where there is no room."""
    named = [column.index for column in columns if column.index is not None]
    count = len(columns) - len(named)
    taken = facts.occupied | set(named)
    start = place.last_column + 1
    while count and not taken.isdisjoint(range(start, start + count)):
        start = max(column for column in taken if column < start + count) + 1
    if start + count > MAX_COLUMNS or any(index >= MAX_COLUMNS for index in named):
        raise FillError(FillProblem.NO_ROOM, sheet=place.sheet)
    free = iter(range(start, start + count))
    return tuple(next(free) if column.index is None else column.index for column in columns)


def _last_beside(last_column: int, own: Mapping[int, int]) -> int:
    """The last of the new columns that follow a column without a gap, or that column."""
    while last_column + 1 in own:
        last_column += 1
    return last_column


def _unlike(heading: str, taken: set[str]) -> str:
    """The heading, with a number behind it where there is one like it."""
    name, number = heading, 1
    while name.casefold() in taken:
        number += 1
        name = f"{heading} {number}"
    return name
