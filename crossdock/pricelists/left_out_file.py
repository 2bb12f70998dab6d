"""The rows of a price list that are left out, as a workbook to be mended and imported again.

It is laid out as the list is: the same columns at the same letters, the headings, and the lines
around them that name a currency. Behind the last column stands why each row was left out.
"""

import datetime
import io
import math
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count, repeat
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import override
from rustpy_xlsxwriter import write_worksheet

from crossdock.pricelists.reasons import LeftOut, SkipReason
from crossdock.results.cells import fits_worksheet, text_cell
from crossdock.results.sheet_cells import cell_xml
from crossdock.spreadsheets.cells import Cell, as_text
from crossdock.spreadsheets.reader_process import Table
from crossdock.spreadsheets.sheets import column_letters

MAX_ROWS = 1_000_000
MAX_BYTES = 1_000_000_000
"""Of the sheet before it is packed: spreadsheet programs open no larger one with ease."""

SHEET = "xl/worksheets/sheet1.xml"
FRAME = re.compile(
    r"(.*?)<dimension [^>]*>(.*)<cols>.*(<sheetData>)<row .* s=\"(\d+)\".*(</sheetData>.*)",
    re.DOTALL,
)
"""An example sheet: what stands before and behind its rows, and the style of its date."""

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

WriteRow = Callable[[LeftOut], None]
LeftOutTo = Callable[[Table], WriteRow]
"""Is given the table before its rows are read, and gives what takes each row that is left out."""


@contextmanager
def left_out_to(path: Path) -> Iterator[LeftOutTo]:
    """Write the rows that are given to an .xlsx file, as they come. Raises OSError.

    The library makes all but the rows: it would want them at once, and pack them at the end.
    """
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        frame = _frame()
        for name in frame.namelist():
            if name != SHEET:
                archive.writestr(name, frame.read(name))
        parts = FRAME.fullmatch(frame.read(SHEET).decode())
        assert parts, "the library writes its sheets otherwise"
        *start, date_style, end = parts.groups()
        with archive.open(SHEET, "w") as sheet:
            sheet.write("".join(start).encode())
            yield lambda table: LeftOutSheet(sheet, table, f' s="{date_style}"').write
            sheet.write(end.encode())


class LeftOutSheet:
    """The rows of the sheet; nothing in them can become a formula."""

    def __init__(self, sheet: IO[bytes], table: Table, date_style: str) -> None:
        self._sheet = sheet
        self._date_style = date_style
        self._left, self._width = table.left, table.width
        self._numbers = count(1)
        self._bytes_left = MAX_BYTES
        # Who reads the list reads the reasons.
        is_russian = any(map(CYRILLIC.search, chain(table.headings, table.currency_notes)))
        self._language = "ru" if is_russian else "en"
        with override(self._language):
            self._reasons = {reason: str(reason.label) for reason in SkipReason}
            self._too_many = _("There are more rows than are kept here.")
            heading = _("Left out because")
        for note in table.currency_notes:
            self._add([note])
        if table.headings:
            self._add(table.headings, heading)

    def write(self, row: LeftOut) -> None:
        """Add a row; of too many, only that there are more."""
        if self._bytes_left <= 0:
            return
        with override(self._language):
            place = str(row.place)
        number = self._add(row.cells, f"{place}: {self._reasons[row.reason]}")
        if number > MAX_ROWS or self._bytes_left <= 0:
            self._add([], self._too_many)
            self._bytes_left = 0

    def _add(self, cells: Sequence[Cell], reason: str = "") -> int:
        """Write a row of the list's columns and the reason behind them; its number in the sheet."""
        number = next(self._numbers)
        padding = repeat(None, max(0, self._width - len(cells)))
        columns = enumerate(chain(cells, padding, [reason or None]), self._left)
        xml = "".join(self._xml(f"{column_letters(i)}{number}", cell) for i, cell in columns)
        row = f'<row r="{number}">{xml}</row>'.encode()
        self._sheet.write(row)
        self._bytes_left -= len(row)
        return number

    def _xml(self, reference: str, cell: Cell) -> str:
        """The cell as it was: a number or a day written as text would be taken the next time."""
        if isinstance(cell, datetime.date) and fits_worksheet(cell):
            return cell_xml(reference, self._date_style, cell)
        if isinstance(cell, int | float) and math.isfinite(cell):
            return cell_xml(reference, "", cell)
        return cell_xml(reference, "", text_cell(as_text(cell)))


def _frame() -> ZipFile:
    """A workbook with a sheet that has a day in it."""
    buffer = io.BytesIO()
    example = [{"": datetime.date(2026, 1, 31)}]
    write_worksheet(example, buffer, sheet_name=_("Left out"), datetime_format="yyyy-mm-dd")
    return ZipFile(buffer)
