"""Currencies that live only in a number format (`[$$-409]#,##0.00`); calamine has no formats."""

import os
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from xml.parsers import expat

import xlrd
import xlrd.formatting

from crossdock.spreadsheets.currencies import currencies_in
from crossdock.spreadsheets.kinds import ZIP_ERRORS
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import column_letters
from crossdock.spreadsheets.zeros import XLRD_ERRORS, _part_of_sheet

STANDARD = xlrd.formatting.std_format_strings

STYLES = "xl/styles.xml"
LITERAL = re.compile(r"""\[\$([^\]-]*)[^\]]*\]|"([^"]*)"|\\(.)|([$€£¥₽₴₸₺₾֏₼₪₩₹])""")


def currency_of_format(number_format: str) -> str:
    """The code of the currency that numbers of this format are shown with; "" for none."""
    positive = number_format.partition(";")[0]
    literals = " ".join("".join(match.groups("")) for match in LITERAL.finditer(positive))
    return next(iter(currencies_in(literals)), "")


def of_xlsx(path: Path, sheet: str, column: int) -> list[str]:
    """The currency of each cell of the column (from 0), from the sheet's first row on.

    Raises TableError where the file's XML is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            styles = _currencies_of_styles(archive)
            part = _part_of_sheet(archive, sheet) if styles else None
            return _currencies_of_rows(archive, part, column, styles) if part else []
    except (ET.ParseError, expat.ExpatError, *ZIP_ERRORS) as error:
        raise TableError(ReadError.DAMAGED) from error


def of_xls(path: Path, sheet: str, column: int) -> list[str]:
    """The same for an .xls. What xlrd cannot read names no currency."""
    try:
        with (
            Path(os.devnull).open("w") as log,
            xlrd.open_workbook(path, logfile=log, formatting_info=True, on_demand=True) as book,
        ):
            codes = {
                key: currency_of_format(form.format_str or "")
                for key, form in book.format_map.items()
                # Excel's own money is that of whoever looks at it; xlrd writes dollars for it.
                if form.format_str != STANDARD.get(key)
            }
            styles = [codes.get(style.format_key, "") for style in book.xf_list]
            if not any(styles):
                return []
            cells = book.sheet_by_name(sheet)
            return [
                styles[cells.cell_xf_index(row, column)] if column < cells.row_len(row) else ""
                for row in range(cells.nrows)
            ]
    except XLRD_ERRORS:
        return []


def _currencies_of_styles(archive: zipfile.ZipFile) -> dict[str, str]:
    """By the number of the style, as cells name it; only styles that show a currency."""
    if STYLES not in archive.namelist():
        return {}
    content = archive.read(STYLES)
    if b"formatCode" not in content:
        return {}
    styles = ET.fromstring(content)  # noqa: S314 - expat limits entities, the process is limited
    formats = {
        number_format.get("numFmtId"): currency_of_format(number_format.get("formatCode", ""))
        for number_format in styles.findall("{*}numFmts/{*}numFmt")
    }
    cells = styles.findall("{*}cellXfs/{*}xf")
    codes = {str(index): formats.get(cell.get("numFmtId"), "") for index, cell in enumerate(cells)}
    return {index: code for index, code in codes.items() if code}


def _currencies_of_rows(
    archive: zipfile.ZipFile, part: str, column: int, styles: dict[str, str]
) -> list[str]:
    rows: list[str] = []
    reference = re.compile(column_letters(column) + r"(\d{1,7})")

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] != "c" or attributes.get("s") not in styles:
            return
        if cell := reference.fullmatch(attributes.get("r", "")):
            row = int(cell[1])
            rows.extend([""] * (row - len(rows)))
            rows[row - 1] = styles[attributes["s"]]

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with archive.open(part) as sheet:
        parser.ParseFile(sheet)
    return rows
