"""Leading zeros that live only in a number format (`0000000000`); python-calamine has no formats.

Each reader gives, for each row of the sheet from the first, how many digits the format of one
column's cell shows at least; 0 where the format does not say.
"""

import os
import posixpath
import re
import struct
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from xml.parsers import expat

import xlrd
import xlrd.compdoc

from crossdock.spreadsheets.kinds import ZIP_ERRORS
from crossdock.spreadsheets.problems import TableError, Trouble
from crossdock.spreadsheets.sheets import column_letters

ZEROS = re.compile(r"0{2,255}")
SEPARATORS = re.compile(r"\\?[ -]|\"[ -]*\"")  # 0\ 000\ 000: they are no part of the article's key
ZEROS_IN_STYLES = re.compile(rb"""formatCode=["']0(?:0|[ \\-]|&quot;|")*0[;"']""")
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATIONSHIP = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# What xlrd raises for files that calamine reads: it asserts, unpacks and looks up unchecked.
XLRD_ERRORS = (
    *(xlrd.XLRDError, xlrd.compdoc.CompDocError),
    *(struct.error, AssertionError, LookupError, ValueError),
)


def _digits(number_format: str) -> int:
    positive = SEPARATORS.sub("", number_format.partition(";")[0])
    return len(positive) if ZEROS.fullmatch(positive) else 0


def of_xlsx(path: Path, sheet: str, column: int) -> bytes:
    """For an .xlsx; `column` counts from 0. Raises TableError where its XML is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            digits = _digits_of_styles(archive)
            part = _part_of_sheet(archive, sheet) if digits else None
            return _digits_of_rows(archive, part, column, digits) if part else b""
    except (ET.ParseError, expat.ExpatError, *ZIP_ERRORS) as error:
        raise TableError(Trouble.DAMAGED) from error


def _digits_of_styles(archive: zipfile.ZipFile) -> dict[str, int]:
    """By the number of the style, as cells name it; only styles that show zeros."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    content = archive.read("xl/styles.xml")
    if not ZEROS_IN_STYLES.search(content):
        return {}
    styles = ET.fromstring(content)  # noqa: S314 - expat limits entities, the process is limited
    formats = {
        number_format.get("numFmtId"): _digits(number_format.get("formatCode", ""))
        for number_format in styles.findall("{*}numFmts/{*}numFmt")
    }
    cells = styles.findall("{*}cellXfs/{*}xf")
    widths = {str(index): formats.get(cell.get("numFmtId"), 0) for index, cell in enumerate(cells)}
    return {index: width for index, width in widths.items() if width}


def _part_of_sheet(archive: zipfile.ZipFile, sheet: str) -> str | None:
    workbook = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for entry in workbook.findall("{*}sheets/{*}sheet"):
        if entry.get("name") == sheet:
            target = targets.get(entry.get(RELATIONSHIP) or entry.get(STRICT_RELATIONSHIP), "")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            return part if part in archive.namelist() else None
    return None


def _digits_of_rows(
    archive: zipfile.ZipFile, part: str, column: int, digits: dict[str, int]
) -> bytes:
    rows = bytearray()
    reference = re.compile(column_letters(column) + r"(\d{1,7})")

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] != "c" or attributes.get("s") not in digits:
            return
        if cell := reference.fullmatch(attributes.get("r", "")):
            row = int(cell[1])
            rows.extend(bytes(max(0, row - len(rows))))
            rows[row - 1] = digits[attributes["s"]]

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with archive.open(part) as sheet:
        parser.ParseFile(sheet)
    return bytes(rows)


def of_xls(path: Path, sheet: str, column: int) -> bytes:
    """For an .xls; `column` counts from 0. What xlrd cannot read shows no zeros."""
    try:
        with (
            Path(os.devnull).open("w") as log,
            xlrd.open_workbook(path, logfile=log, formatting_info=True, on_demand=True) as book,
        ):
            digits = {key: _digits(form.format_str or "") for key, form in book.format_map.items()}
            if not any(digits.values()):
                return b""
            cells = book.sheet_by_name(sheet)
            styles = [digits.get(style.format_key, 0) for style in book.xf_list]
            return bytes(
                styles[cells.cell_xf_index(row, column)] if column < cells.row_len(row) else 0
                for row in range(cells.nrows)
            )
    except XLRD_ERRORS:
        return b""


def has_password(path: Path) -> bool:
    """Whether an .xls is encrypted; calamine only says that it cannot read it."""
    try:
        with Path(os.devnull).open("w") as log:
            xlrd.open_workbook(path, logfile=log, on_demand=True).release_resources()
    except XLRD_ERRORS as error:
        return "encrypted" in str(error)
    return False
