"""Excel and OpenDocument files, through python-calamine."""

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import count
from types import ModuleType
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.kinds import ZIP_ERRORS, Kind, Source
from crossdock.spreadsheets.number_formats import Formats, FormatsByColumn, Matters
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import MAX_CELLS, MAX_COLUMNS, Hidden, Merged, Sheet
from crossdock.spreadsheets.wrapped import unwrapped_if_needed

UNTOLD_MERGED = frozenset((Kind.XLSB, Kind.ODS))
"""The formats whose merged cells calamine does not tell."""

MAX_CELLS_KEPT = 3_000_000  # of all sheets that are held at once, if they are several
OUT_OF_MEMORY = "Python API call failed"
"""What calamine's panic says where there was no memory for a row."""


def _parts_of(kind: Kind) -> ModuleType:
    """What knows the number formats and the merged and hidden cells of a kind; loads no other."""
    if kind is Kind.XLS:
        from crossdock.spreadsheets import old_workbooks

        return old_workbooks
    if kind is Kind.XLSB:
        from crossdock.spreadsheets import xlsb_parts

        return xlsb_parts
    if kind is Kind.ODS:
        from crossdock.spreadsheets import ods_parts

        return ods_parts
    from crossdock.spreadsheets import xlsx_formats

    return xlsx_formats


def open_workbook(source: Source, kind: Kind) -> Iterator[Sheet]:
    """The sheets, the visible ones first; hidden ones are what the user did not mean to send.

    Raises TableError where the file is damaged, has a password, or a sheet has too many cells.
    """
    source = _usual(source) if kind in (Kind.XLSX, Kind.XLSB) else source
    parts = _parts_of(kind)

    @cache
    def hidden(name: str) -> Hidden:
        try:
            return cast("Hidden", parts.hidden(source, name))
        except parts.BAD_ERRORS:
            return Hidden()

    def old() -> Iterator[Sheet]:
        for sheet in parts.open_old_workbook(source):
            yield replace(sheet, hidden=partial(hidden, sheet.name))

    if kind is Kind.XLS and parts.is_for_xlrd(source):
        yield from old()
        return
    try:
        workbook = _opened(source)
    except PasswordError as error:
        raise TableError(ReadError.PASSWORD) from error
    except CalamineError as error:
        if kind is not Kind.XLS:
            raise TableError(ReadError.DAMAGED) from error
        yield from old()
        return

    loaded: dict[str, CalamineSheet] = {}

    def load(name: str) -> CalamineSheet:
        if name in loaded:
            return loaded[name]
        try:
            sheet = workbook.get_sheet_by_name(name)
        except BaseException as error:
            if isinstance(error, CalamineError) or _is_panic(error):
                raise TableError(ReadError.DAMAGED, sheet=name) from error
            raise
        if sheet.height * sheet.width > MAX_CELLS or sheet.width > MAX_COLUMNS:
            raise TableError(
                ReadError.TOO_MANY_CELLS, sheet=name, rows=sheet.height, columns=sheet.width
            )
        loaded[name] = sheet
        if sum(sheet.height * sheet.width for sheet in loaded.values()) > MAX_CELLS_KEPT:
            loaded.clear()
            loaded[name] = sheet
        return sheet

    def rows(name: str) -> Iterator[Row]:
        found = unwrapped_if_needed(_rows(load(name)))
        return parts.repaired(found) if kind is Kind.XLS else found

    @cache
    def by_column(name: str, matters: Matters) -> FormatsByColumn:
        return cast("FormatsByColumn", parts.formats(source, name, matters))

    def formats(name: str, column: int, matters: Matters) -> Formats:
        start = load(name).start
        left = start[1] if start else 0
        return by_column(name, matters).get(left + column, ())

    def merged(name: str) -> Sequence[Merged]:
        if kind in UNTOLD_MERGED:
            return cast("Sequence[Merged]", parts.merged(source, name))
        return load(name).merged_cell_ranges or ()

    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    for sheet in sorted(sheets, key=lambda sheet: sheet.visible is not SheetVisibleEnum.Visible):
        first, last = load(sheet.name).start, load(sheet.name).end
        yield Sheet(
            name=sheet.name,
            height=last[0] + 1 if last else 0,
            rows=partial(rows, sheet.name),
            formats=partial(formats, sheet.name),
            merged=partial(merged, sheet.name),
            hidden=partial(hidden, sheet.name),
            left=first[1] if first else 0,
            is_hidden=sheet.visible is not SheetVisibleEnum.Visible,
        )


def _usual(source: Source) -> Source:
    from crossdock.spreadsheets import packages

    try:
        with zipfile.ZipFile(source) as archive:
            return packages.usual(archive) or source
    except (ET.ParseError, *ZIP_ERRORS) as error:
        raise TableError(ReadError.DAMAGED) from error


def _opened(source: Source) -> CalamineWorkbook:
    if isinstance(source, io.BytesIO):
        source.seek(0)
        return CalamineWorkbook.from_filelike(source)
    # By a name without an ending, for calamine goes by those; a file object it reads whole.
    with source.open("rb") as file:
        return CalamineWorkbook.from_path(f"/dev/fd/{file.fileno()}")


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    numbers = count(1)
    try:
        for row in cast("Iterator[Row]", sheet.iter_rows()):
            next(numbers)
            yield row
    except BaseException as error:
        if not _is_panic(error):
            raise
        if str(error) == OUT_OF_MEMORY:
            raise MemoryError from error
        # A date outside every calendar, for example.
        raise TableError(ReadError.DAMAGED, sheet=sheet.name, row=next(numbers)) from error


def _is_panic(error: BaseException) -> bool:
    """Whether it is calamine's own error for what it did not expect; that is no Exception."""
    return type(error).__name__ == "PanicException"
