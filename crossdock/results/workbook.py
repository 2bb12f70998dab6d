"""Writes a workbook as it comes: each row is packed and on disk before the next ones are made.

The library makes everything but the rows of the first sheet. It could write those too, but packs
them in one piece at the end, when nothing else is left to do meanwhile and nothing can stop it.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from django.utils import timezone
from rustpy_xlsxwriter import Format, write_worksheets

from crossdock.errors import UserError
from crossdock.results.archive import write_archive
from crossdock.spreadsheets.cells import Cell
from crossdock.texts import Text as _

CONTENT_TYPES = "[Content_Types].xml"  # comes first: it tells what kind of archive it is
FIRST_SHEET = "xl/worksheets/sheet1.xml"
MAX_BYTES = 2**31 - 1  # of an entry, in an archive that every spreadsheet program opens
ROW_STYLE = re.compile(r'<row r="\d+" s="(\d+)"')
DIMENSION = re.compile(r"<dimension [^>]*>")

A4_LANDSCAPE = {"landscape": True, "paper_size": 9, "fit_to_pages": (1, 0)}
"""How sheets are printed: A4 on its side, as many pages long as it takes."""

Row = dict[str, Any]
SheetsEnd = tuple[int, Iterable[Sequence[Cell]]]
"""How many rows the first sheet has under its headings, and the rows of the second."""


class Workbook:
    """A workbook with a sheet whose rows are streamed and one that is written at the end.

    `sheets` are the names and headings of the two sheets; `options` what rustpy_xlsxwriter is to be
    told about them, by the name of the argument, with formats as `style()` makes them. The cells of
    the first sheet have `row_styles`.
    """

    styles: Sequence[int]
    """The numbers that cells of the first sheet name the `row_styles` by."""

    def __init__(
        self,
        sheets: Mapping[str, Sequence[str]],
        options: Mapping[str, Any],
        row_styles: Sequence[dict[str, Any]],
    ) -> None:
        self._sheets = sheets
        self._options = _formatted(_with_row_styles(options, next(iter(sheets)), row_styles))
        self._frame = self._made(0, [[None] * len(headings) for headings in [*sheets.values()][1:]])
        self.styles = _styles(self._frame.read(FIRST_SHEET).decode())

    def write(self, path: Path, rows: Iterable[str], end: Callable[[], SheetsEnd]) -> None:
        """Write the workbook: `rows` of the first sheet as XML, some at a time.

        When they are all there, `end` says how many they were and what the second sheet has.

        Raises UserError where they are too much for a worksheet, OSError where the file cannot be
        written, and what `rows` raises.
        """
        now = timezone.localtime().timetuple()[:6]
        members = self._members(rows, end)
        write_archive(path, ((ZipInfo(name, now), content) for name, content in members))

    def _members(
        self, rows: Iterable[str], end: Callable[[], SheetsEnd]
    ) -> Iterator[tuple[str, Iterable[bytes]]]:
        yield CONTENT_TYPES, [self._frame.read(CONTENT_TYPES)]
        yield FIRST_SHEET, _within_limit(map(str.encode, self._first_sheet(rows, end)))
        for name in self._frame.namelist():
            if name not in (CONTENT_TYPES, FIRST_SHEET):
                yield name, [self._frame.read(name)]

    def _first_sheet(self, rows: Iterable[str], end: Callable[[], SheetsEnd]) -> Iterator[str]:
        """The sheet's XML; the frame has the second sheet, and all lines of this one, after it."""
        headings, row_end, _rest = self._frame.read(FIRST_SHEET).decode().partition("</row>")
        # How far the sheet goes is not known yet, and programs find out by themselves.
        yield DIMENSION.sub("", headings) + row_end
        yield from rows
        self._frame = self._made(*end())
        sheet = self._frame.read(FIRST_SHEET).decode()
        assert _styles(sheet) == self.styles
        _rows, data_end, sheet_end = sheet.partition("</sheetData>")
        yield data_end + sheet_end

    def _made(self, lines: int, rows: Iterable[Sequence[Cell]]) -> ZipFile:
        """The workbook without the cells of the first sheet's lines."""
        (lines_sheet, first_headings), (summary_sheet, second_headings) = self._sheets.items()
        buffer = io.BytesIO()
        write_worksheets(
            [
                (lines_sheet, _empty_lines(first_headings, lines)),
                (summary_sheet, (dict(zip(second_headings, row, strict=True)) for row in rows)),
            ],
            buffer,
            **self._options,
        )
        return ZipFile(buffer)


def _within_limit(content: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for piece in content:
        size += len(piece)
        if size > MAX_BYTES:
            raise UserError(
                _(
                    "The result would be too large for a spreadsheet. Split the file into smaller "
                    "ones, or remove the columns that are not needed."
                )
            )
        yield piece


def style(**setters: object) -> dict[str, Any]:
    """A cell format by the names of its setters: `style(bold=True, num_format="0.00")`."""
    return {"style": setters}


def _empty_lines(headings: Sequence[str], count: int) -> Iterator[Row]:
    """Lines without cells; the first names the headings, and is there even where no other is."""
    nothing: Row = {}
    return chain([dict.fromkeys(headings)], repeat(nothing, max(0, count - 1)))


def _with_row_styles(
    options: Mapping[str, Any], sheet: str, row_styles: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """The options with the styles given to rows of the sheet, which are to be cut out anyway."""
    by_row = dict(enumerate(row_styles, 1))
    return {**options, "row_formats": {**options.get("row_formats", {}), sheet: by_row}}


def _styles(sheet: str) -> list[int]:
    return [int(number) for number in ROW_STYLE.findall(sheet)]


def _formatted(value: Any) -> Any:
    """The options with every `style()` in them made a Format."""
    if isinstance(value, dict):
        if list(value) == ["style"]:
            return _format(value["style"])
        return {key: _formatted(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_formatted(member) for member in value)
    return value


def _format(setters: dict[str, Any]) -> Format:
    number_format = Format()
    for name, value in setters.items():
        setter = getattr(number_format, f"set_{name}")
        setter() if value is True else setter(value)
    return number_format
