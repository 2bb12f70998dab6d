"""Writes a workbook as it comes: what is written is packed beside the work on what follows.

The library makes everything but the rows of the first sheet. It could write those too, but packs
them in one piece at the end, when nothing else is left to do meanwhile and nothing can stop it.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _
from isal.isal_zlib import DEFLATED, MAX_WBITS, compressobj
from rustpy_xlsxwriter import Format, write_worksheets

from crossdock.errors import UserError
from crossdock.spreadsheets.cells import Cell

CONTENT_TYPES = "[Content_Types].xml"  # comes first: it tells what kind of archive it is
FIRST_SHEET = "xl/worksheets/sheet1.xml"
PACKED = 1  # isal's 2 takes as long, its 3 three times as long for a thirtieth less
MOST_BYTES = 2**31 - 1  # of an entry, in an archive that every spreadsheet program opens
ROW_STYLE = re.compile(r'<row r="\d+" s="(\d+)"')
DIMENSION = re.compile(r"<dimension [^>]*>")

Row = dict[str, Any]


class Workbook:
    """A workbook with a sheet whose rows are streamed and one that is written at the end.

    To be used in a `with` statement: `write` any number of times, then `finish`; without that the
    file is no workbook. `sheets` are the names and headings of the two sheets; `options` what
    rustpy_xlsxwriter is to be told about them, by the name of the argument, with formats as
    `style()` makes them. The cells of the first sheet have `row_styles`.

    Everything raises OSError where the file cannot be written.
    """

    styles: Sequence[int]
    """The numbers that cells of the first sheet name the `row_styles` by."""

    def __init__(
        self,
        path: Path,
        sheets: Mapping[str, Sequence[str]],
        options: Mapping[str, Any],
        row_styles: Sequence[dict[str, Any]],
    ) -> None:
        self._sheets = sheets
        self._options = _formatted(_with_row_styles(options, next(iter(sheets)), row_styles))
        self._bytes = 0
        frame = self._frame(0, [[None] * len(headings) for headings in [*sheets.values()][1:]])
        sheet = frame.read(FIRST_SHEET).decode()
        self.styles = _styles(sheet)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="workbook")
        self._packed: Future[int] | None = None
        self._archive = ZipFile(path, "w", ZIP_DEFLATED)
        self._archive.writestr(CONTENT_TYPES, frame.read(CONTENT_TYPES))
        self._sheet = self._archive.open(FIRST_SHEET, "w")
        # A quarter of zlib's time. ZipFile does not let its users choose.
        assert hasattr(self._sheet, "_compressor")
        self._sheet._compressor = compressobj(PACKED, DEFLATED, -MAX_WBITS)
        headings, end, _rest = sheet.partition("</row>")
        # How far the sheet goes is not known yet, and programs find out by themselves.
        self.write(DIMENSION.sub("", headings) + end)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown()
        for each in (self._sheet, self._archive):
            with suppress(OSError):  # of a file that is not wanted any more
                each.close()

    def write(self, rows: str) -> None:
        """Add rows to the first sheet, as XML. Raises UserError where they become too many."""
        content = rows.encode()
        self._bytes += len(content)
        if self._bytes > MOST_BYTES:
            raise UserError(
                _(
                    "The result would be too large for a spreadsheet. Split the file into smaller "
                    "ones, or remove the columns that are not needed."
                )
            )
        self._wait()
        self._packed = self._thread.submit(self._sheet.write, content)

    def finish(self, lines: int, rows: Iterable[Sequence[Cell]]) -> None:
        """End the first sheet, which has so many lines, and write the second."""
        frame = self._frame(lines, rows)
        sheet = frame.read(FIRST_SHEET).decode()
        assert _styles(sheet) == self.styles
        _rows, end, rest = sheet.partition("</sheetData>")
        self.write(end + rest)
        self._wait()
        self._sheet.close()
        for name in frame.namelist():
            if name not in (CONTENT_TYPES, FIRST_SHEET):
                self._archive.writestr(name, frame.read(name))
        self._archive.close()

    def _wait(self) -> None:
        if self._packed is not None:
            self._packed.result()

    def _frame(self, lines: int, rows: Iterable[Sequence[Cell]]) -> ZipFile:
        """The workbook without the cells of the first sheet's lines."""
        (first, first_headings), (second, second_headings) = self._sheets.items()
        made = io.BytesIO()
        write_worksheets(
            [
                (first, _empty_lines(first_headings, lines)),
                (second, (dict(zip(second_headings, row, strict=True)) for row in rows)),
            ],
            made,
            **self._options,
        )
        return ZipFile(made)


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
        return {key: _formatted(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_formatted(each) for each in value)
    return value


def _format(setters: dict[str, Any]) -> Format:
    made = Format()
    for name, value in setters.items():
        setter = getattr(made, f"set_{name}")
        setter() if value is True else setter(value)
    return made
