"""Excel and OpenDocument files, through python-calamine."""

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import count
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from crossdock.spreadsheets import (
    code_pages,
    ods_parts,
    old_workbooks,
    packages,
    xlsb_parts,
    xlsx_formats,
)
from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.hidden import hidden
from crossdock.spreadsheets.kinds import ZIP_ERRORS, Kind, Source
from crossdock.spreadsheets.number_formats import Formats, FormatsByColumn, Matters
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import MAX_CELLS, MAX_COLUMNS, Merged, Sheet
from crossdock.spreadsheets.wrapped import unwrapped_if_needed

FORMATS = {
    Kind.XLSX: xlsx_formats.formats,
    Kind.XLS: old_workbooks.formats,
    Kind.XLSB: xlsb_parts.formats,
    Kind.ODS: ods_parts.formats,
}
MERGED = {Kind.XLSB: xlsb_parts.merged, Kind.ODS: ods_parts.merged}
"""Of the formats whose merged cells calamine does not tell."""

MAX_CELLS_KEPT = 3_000_000  # of all sheets that are held at once, if they are several
OUT_OF_MEMORY = "Python API call failed"
"""What calamine's panic says where there was no memory for a row."""


def open_workbook(source: Source, kind: Kind) -> Iterator[Sheet]:
    """The sheets, the visible ones first; hidden ones are what the user did not mean to send.

    Raises TableError where the file is damaged, has a password, or a sheet has too many cells.
    """
    source = _usual(source) if kind in (Kind.XLSX, Kind.XLSB) else source
    if kind is Kind.XLS and old_workbooks.is_for_xlrd(source):
        yield from _old(source)
        return
    try:
        workbook = _opened(source)
    except PasswordError as error:
        raise TableError(ReadError.PASSWORD) from error
    except CalamineError as error:
        if kind is not Kind.XLS:
            raise TableError(ReadError.DAMAGED) from error
        yield from _old(source)
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
        return code_pages.repaired(found) if kind is Kind.XLS else found

    @cache
    def by_column(name: str, matters: Matters) -> FormatsByColumn:
        return FORMATS[kind](source, name, matters)

    def formats(name: str, column: int, matters: Matters) -> Formats:
        start = load(name).start
        left = start[1] if start else 0
        return by_column(name, matters).get(left + column, ())

    def merged(name: str) -> Sequence[Merged]:
        return MERGED[kind](source, name) if kind in MERGED else load(name).merged_cell_ranges or ()

    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    for sheet in sorted(sheets, key=lambda sheet: sheet.visible is not SheetVisibleEnum.Visible):
        first, last = load(sheet.name).start, load(sheet.name).end
        yield Sheet(
            name=sheet.name,
            height=last[0] + 1 if last else 0,
            rows=partial(rows, sheet.name),
            formats=partial(formats, sheet.name),
            merged=partial(merged, sheet.name),
            hidden=cache(partial(hidden, kind, source, sheet.name)),
            left=first[1] if first else 0,
            is_hidden=sheet.visible is not SheetVisibleEnum.Visible,
        )


def _old(source: Source) -> Iterator[Sheet]:
    for sheet in old_workbooks.open_old_workbook(source):
        yield replace(sheet, hidden=cache(partial(hidden, Kind.XLS, source, sheet.name or "")))


def _usual(source: Source) -> Source:
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
