"""Old Excel files as xlrd reads them: formats, and files that python-calamine misreads.

The latter have no OLE container or unusual names in it, hold Unicode text (BIFF8) but name another
code page, or have given their own number formats numbers that are meant for others. xlrd takes ten
times as long as calamine, so it reads no more than these.
"""

import datetime
import os
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import cast

import xlrd
import xlrd.book
import xlrd.compdoc
import xlrd.sheet

from crossdock.spreadsheets.cells import Cell, Row
from crossdock.spreadsheets.code_pages import repaired
from crossdock.spreadsheets.kinds import Source
from crossdock.spreadsheets.number_formats import (
    PLAIN,
    STANDARD,
    FormatGrid,
    Formats,
    FormatsByColumn,
    Matters,
    NumberFormat,
    is_date,
    number_format,
)
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import MAX_CELLS, Hidden, Merged, Sheet

# What xlrd raises for damaged files, some of which calamine reads: nothing is checked there.
BAD_ERRORS = (
    *(xlrd.XLRDError, xlrd.compdoc.CompDocError, UnicodeError, OverflowError, TypeError),
    *(struct.error, AssertionError, LookupError, ValueError, AttributeError),
)
BOF, CODE_PAGE, FORMAT, SHEET, END = 0x0809, 0x42, 0x41E, 0x85, 0x0A
BIFF8, UTF_16 = 0x600, 1200
STREAMS = ("Workbook", "Book")
DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""The numbers of formats that calamine takes for dates unless it accepts the file's own."""

OWN = frozenset((*range(5, 9), *range(23, 27), *range(41, 45), *range(63, 67), *range(164, 383)))
"""The numbers under which calamine accepts a file's own formats."""

HIDDEN_ROW = re.compile(rb"\x08\x02\x10\x00.{12}[\x20-\x3f\x60-\x7f\xa0-\xbf\xe0-\xff]", re.DOTALL)
COLUMN_RECORD = re.compile(rb"\x7d\x00[\x0b\x0c]\x00(.{4}).{4}(.)", re.DOTALL)


def is_for_xlrd(source: Source) -> bool:
    """Whether calamine would misread the .xls, or not open it."""
    content = _content(source)
    if not content.startswith(xlrd.compdoc.SIGNATURE):
        return True
    try:
        stream, names = _stream(content)
        return not set(STREAMS) & set(names) or _is_misread(stream)
    except BAD_ERRORS:
        return False


def _stream(content: bytes) -> tuple[bytes, list[str]]:
    """The records of all sheets, and the names that the container has."""
    with Path(os.devnull).open("w") as log:
        container = xlrd.compdoc.CompDoc(content, logfile=log)
        streams = [container.locate_named_stream(name) for name in STREAMS]
    found = [place for place in streams if place[0]]
    if not found:
        raise LookupError
    stream, start, length = found[0]
    return stream[start : start + length], [entry.name for entry in container.dirlist]


def _records_of(source: Source, sheet: str) -> bytes:
    """The sheet's records; raises BAD_ERRORS. Nothing where they cannot be found."""
    content = _content(source)
    if not content.startswith(xlrd.compdoc.SIGNATURE):
        return b""
    stream, _names = _stream(content)
    starts: dict[bytes, int] = {}
    place = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        if kind == SHEET:
            (start,) = struct.unpack_from("<I", stream, place + 4)
            starts[stream[place + 12 : place + 4 + size]] = start
        elif kind == END:
            break
        place += 4 + size
    ends = sorted([*starts.values(), len(stream)])
    encoded = (sheet.encode("latin-1", "replace"), sheet.encode("utf-16-le"))
    here = next((start for name, start in starts.items() if name in encoded), None)
    return b"" if here is None else stream[here : ends[ends.index(here) + 1]]


def _content(source: Source) -> bytes:
    return source.read_bytes() if isinstance(source, Path) else source.getvalue()


def _is_misread(stream: bytes) -> bool:
    version = None
    place = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + size]
        if kind == BOF and version is None:
            (version,) = struct.unpack_from("<H", body)
        elif kind == CODE_PAGE and version == BIFF8:
            if body[:2] != UTF_16.to_bytes(2, "little"):
                return True
        elif kind == FORMAT:
            (number,) = struct.unpack_from("<H", body)
            if number not in OWN and is_date(_format(body, version)) is not (number in DATES):
                return True
        elif kind == END:
            break
        place += 4 + size
    return False


def _format(record: bytes, version: int | None) -> str:
    if version != BIFF8:
        return record[3:].decode("latin-1")
    is_wide = record[4] & 1
    return record[5:].decode("utf-16-le" if is_wide else "latin-1", "replace")


def open_old_workbook(source: Source) -> Iterator[Sheet]:
    """The sheets, the visible ones first. Raises TableError where xlrd cannot read them."""
    try:
        with Path(os.devnull).open("w") as log:
            book = xlrd.open_workbook(file_contents=_content(source), logfile=log)
    except BAD_ERRORS as error:
        has_password = "encrypted" in str(error)
        raise TableError(ReadError.PASSWORD if has_password else ReadError.DAMAGED) from error
    for sheet in sorted(book.sheets(), key=lambda sheet: sheet.visibility != 0):
        if sheet.nrows * sheet.ncols > MAX_CELLS:
            raise TableError(
                ReadError.TOO_MANY_CELLS, sheet=sheet.name, rows=sheet.nrows, columns=sheet.ncols
            )
        yield Sheet(
            name=sheet.name,
            height=sheet.nrows,
            rows=partial(_rows, sheet),
            formats=partial(_column_formats, source, sheet.name),
            merged=partial(merged, source, sheet.name),
            is_hidden=sheet.visibility != 0,
        )


def _rows(sheet: xlrd.sheet.Sheet) -> Iterator[Row]:
    return repaired(map(partial(_row, sheet), range(sheet.nrows)))


def _row(sheet: xlrd.sheet.Sheet, row: int) -> Row:
    cells = zip(sheet.row_types(row), sheet.row_values(row), strict=True)
    return [_cell(*cell, sheet.book.datemode) for cell in cells]


def _cell(kind: int, value: str | float, datemode: int) -> Cell:
    if kind == xlrd.XL_CELL_NUMBER:
        return int(value) if float(value).is_integer() else value
    if kind == xlrd.XL_CELL_DATE:
        return _moment(float(value), datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, ""))
    return value


def _moment(number: float, datemode: int) -> Cell:
    try:
        moment: datetime.datetime = xlrd.xldate_as_datetime(number, datemode)
    except (OverflowError, ValueError):  # outside every calendar
        return number
    if number < 1:
        return cast("Cell", moment.time())  # as calamine has it
    return moment.date() if number.is_integer() else moment


def _column_formats(source: Source, sheet: str, column: int, matters: Matters) -> Formats:
    return formats(source, sheet, matters).get(column, ())


@contextmanager
def _formatted(source: Source) -> Iterator[xlrd.book.Book]:
    with (
        Path(os.devnull).open("w") as log,
        xlrd.open_workbook(
            file_contents=_content(source), logfile=log, formatting_info=True, on_demand=True
        ) as book,
    ):
        yield book


def formats(source: Source, sheet: str, matters: Matters) -> FormatsByColumn:
    """Those of each column, from 0. What xlrd cannot read has plain ones."""
    try:
        with _formatted(source) as book:
            codes = STANDARD | {form.format_key: form.format_str for form in book.format_list}
            shown = {key: number_format(code or "") for key, code in codes.items()}
            if not any(map(matters, shown.values())):
                return {}
            forms = [
                PLAIN if style.is_style else shown.get(style.format_key, PLAIN)
                for style in book.xf_list
            ]
            styles = {index: form for index, form in enumerate(forms) if matters(form)}
            return _of_cells(book.sheet_by_name(sheet), styles) if styles else {}
    except BAD_ERRORS:
        return {}


def _of_cells(sheet: xlrd.sheet.Sheet, styles: Mapping[int, NumberFormat]) -> FormatsByColumn:
    grid = FormatGrid()
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            if form := styles.get(sheet.cell_xf_index(row, column)):
                grid.put(row, column, form)
    return grid.columns


def merged(source: Source, sheet: str) -> Sequence[Merged]:
    """The sheet's merged areas, as far as xlrd can read them."""
    try:
        with _formatted(source) as book:
            areas = book.sheet_by_name(sheet).merged_cells
            return [((top, left), (end - 1, right - 1)) for top, end, left, right in areas]
    except BAD_ERRORS:
        return ()


def hidden(source: Source, sheet: str) -> Hidden:
    """How many of the sheet's rows are hidden, and which columns; raises BAD_ERRORS."""
    stream = _records_of(source, sheet)
    places = [
        (struct.unpack("<HH", span), flags[0]) for span, flags in COLUMN_RECORD.findall(stream)
    ]
    columns = {i for (first, last), flags in places if flags & 1 for i in range(first, last + 1)}
    return Hidden(len(HIDDEN_ROW.findall(stream)), frozenset(columns))
