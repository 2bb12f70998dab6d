"""Writes rows of cells in the formats of the sample files."""

import csv
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import xlwt


def write_xls(path: Path, sheet: str, rows: Iterable[Sequence[Any]], zeros_in: int = -1) -> None:
    """`zeros_in`: the column whose digits are numbers, their zeros in the number format alone."""
    book = xlwt.Workbook()
    page = book.add_sheet(sheet)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if column == zeros_in and cell.isdecimal():
                page.write(number, column, int(cell), xlwt.easyxf(num_format_str="0" * len(cell)))
            else:
                page.write(number, column, cell)
    book.save(str(path))


def write_xlsx(
    path: Path, rows: Iterable[Sequence[Any]], sheet: str = "Sheet", merged: Sequence[str] = ()
) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(row)
    for cells in merged:
        page.merge_cells(cells)
    book.save(path)
    return book


def write_text(
    path: Path, rows: Iterable[Sequence[Any]], encoding: str = "utf-8", delimiter: str = ";"
) -> None:
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def with_comma(price: float) -> str:
    return f"{price:,.2f}".replace(",", " ").replace(".", ",")


def as_it_stands(text: str) -> Callable[[Path], object]:
    """Writes the text as it stands here."""
    return lambda path: path.write_text(text, encoding="utf-8")
