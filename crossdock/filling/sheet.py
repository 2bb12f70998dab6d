"""One sheet of a workbook that is filled: what changes in it and in the parts that belong to it."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crossdock.filling.areas import Area
from crossdock.filling.columns import (
    NewColumn,
    Shown,
    TablePart,
    last_beside,
    places_of,
    unlike,
)
from crossdock.filling.package import Package, UnusualPackage
from crossdock.filling.parts import with_columns, with_formats, with_wider_filter
from crossdock.filling.sheet_bytes import SheetBytes
from crossdock.filling.sheet_facts import sheet_facts
from crossdock.filling.sheet_writing import NewCell, RowCells, SheetWriter
from crossdock.results.cells import text_cell
from crossdock.results.sheet_cells import cell_xml, serial
from crossdock.spreadsheets.cells import Cell
from crossdock.spreadsheets.sheets import TablePlace

DAYS_TO_1904 = 1462

Lines = Iterable[tuple[int, Sequence[Cell]]]
"""Row numbers, ascending, each with a value for each of the new columns, None for no cell."""


@dataclass(frozen=True)
class SheetLines:
    """A table and what is to be written beside it."""

    place: TablePlace
    lines: Lines


class FilledSheet:
    """A sheet with its new cells.

    `changed` are small parts with their new content; `indexes` the columns that are filled, from 0;
    `left_alone` the cells that held something and stayed, known when `xml` has ended.
    """

    def __init__(
        self,
        package: Package,
        sheet_lines: SheetLines,
        columns: Sequence[NewColumn],
        changed: dict[str, bytes | None],
        *,
        overwrite: bool,
    ) -> None:
        """Raises FillError, UnusualPackage, ET.ParseError."""
        self.left_alone = 0
        self._package, self._changed = package, changed
        self._wanted, self._place = sheet_lines, sheet_lines.place
        self._columns, self._overwrite = columns, overwrite
        sheets = list(package.sheets())
        names = [name for name, _part in sheets]
        if names.count(self._place.sheet) != 1:
            raise UnusualPackage
        number = names.index(self._place.sheet)
        self.part = sheets[number][1]
        sheet = SheetBytes(package.chunks(self.part))
        self._prefix = sheet.prefix.decode()
        self._facts = sheet_facts(
            sheet,
            heading_row=self._place.heading_row,
            first_row=self._place.first_row,
            last_column=self._place.last_column,
        )
        tables = {
            relation.part: TablePart(package.read(relation.part))
            for relation in package.relations(self.part)
            if relation.kind == "table"
        }
        areas = [table.area for table in tables.values()]
        self.indexes = places_of(columns, self._place, self._facts, areas, overwrite=overwrite)
        self._headings = [text_cell(column.heading) or "" for column in columns]
        self._own = {column: i for i, column in enumerate(self.indexes)}
        self._styles = self._new_styles()
        for part, table in tables.items():
            self._widen_table(part, table)
        self._areas: dict[str, Area] = {}
        self._widen_areas(number)
        self._days_before = DAYS_TO_1904 if package.begins_in_1904 else 0

    def xml(self) -> Iterator[bytes]:
        """The sheet's part, in pieces. Raises what the lines raise, and UnusualPackage."""
        sheet = SheetBytes(self._package.chunks(self.part))
        writer = SheetWriter(
            sheet,
            areas=self._areas,
            columns=self.indexes,
            heading_row=self._place.heading_row,
            overwrite=self._overwrite,
        )
        yield from writer.xml(self._rows())
        self.left_alone = writer.left_alone

    def _content(self, part: str) -> bytes:
        return self._changed.get(part) or self._package.read(part)

    def _new_styles(self) -> dict[Shown, str]:
        """The style of each kind of number, as cells name it; none in a workbook without styles."""
        styles = self._package.related("styles")
        if styles is None:
            return {}
        model = self._facts.styles.get((self._place.first_row, self._place.last_column))
        kinds = list(Shown)
        content, numbers = with_formats(self._content(styles.part), model, kinds)
        self._changed[styles.part] = content
        return {kind: str(number) for kind, number in zip(kinds, numbers, strict=True)}

    def _widen_table(self, part: str, table: TablePart) -> None:
        """A table that ends where new columns begin takes them in."""
        last_column = last_beside(table.area.last_column, self._own)
        is_ours = table.area.first_row == self._place.heading_row and table.has_headings
        if not is_ours or not table.is_plain or last_column == table.area.last_column:
            return
        names = {name.casefold() for name in table.names}
        places = [
            self._own[column] for column in range(table.area.last_column + 1, last_column + 1)
        ]
        for i in places:
            self._headings[i] = unlike(self._headings[i], names)
            names.add(self._headings[i].casefold())
        headings = [self._headings[i] for i in places]
        self._changed[part] = with_columns(self._content(part), headings)

    def _widen_areas(self, number: int) -> None:
        """What the sheet says of how far it goes, and its filter, where it ends beside them."""
        if (dimension := self._facts.dimension) is not None:
            self._areas["dimension"] = dimension.widened(max(dimension.last_column, *self.indexes))
        area = self._facts.filter
        if area is None or area.first_row != self._place.heading_row:
            return
        last_column = last_beside(area.last_column, self._own)
        if last_column > area.last_column:
            self._areas["autoFilter"] = area.widened(last_column)
            workbook = self._package.workbook
            self._changed[workbook] = with_wider_filter(
                self._content(workbook), number, last_column
            )

    def _rows(self) -> Iterator[RowCells]:
        order = sorted(range(len(self.indexes)), key=self.indexes.__getitem__)
        before = self._place.heading_row or 0
        if before:
            style = self._facts.styles.get((before, self._place.last_column))
            yield before, {self.indexes[i]: self._cell(self._headings[i], style) for i in order}
        styles, kinds = self._styles, [column.shown for column in self._columns]
        for row, values in self._wanted.lines:
            if row <= before:
                raise UnusualPackage
            before = row
            cells = {
                self.indexes[i]: self._cell(
                    value, styles.get(Shown.AS_IS if isinstance(value, str) else kinds[i])
                )
                for i in order
                if (value := values[i]) is not None
            }
            if cells:
                yield row, cells

    def _cell(self, value: Cell, style: str | None) -> NewCell:
        """Cells that stand there empty keep their look, but a number alone is no day."""
        is_day = isinstance(value, datetime.date)
        if isinstance(value, datetime.date):
            value = serial(value) - self._days_before if self._styles else f"{value:%d.%m.%Y}"

        def xml(reference: str, existing: str | None) -> str:
            number = style if existing is None or (is_day and style) else existing
            return (
                f'<{self._prefix}c r="{reference}{_behind_reference(value, number, self._prefix)}'
            )

        return xml


@lru_cache(maxsize=65_536)
def _behind_reference(value: Cell, style: str | None, prefix: str) -> str:
    """What follows a cell's reference; most texts come again and again."""
    if isinstance(value, str):
        value = text_cell(value)
    attribute = "" if style is None else f' s="{style}"'
    xml = cell_xml("", attribute, value if value is not None else "").removeprefix('<c r="')
    return (
        xml.replace("</", f"</{prefix}")
        .replace("><is>", f"><{prefix}is>")
        .replace("<t", f"<{prefix}t")
        .replace("<v>", f"<{prefix}v>")
        if prefix
        else xml
    )
