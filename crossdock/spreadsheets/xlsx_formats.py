"""The number formats of .xlsx cells, which python-calamine does not tell."""

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile

from crossdock.spreadsheets.kinds import ZIP_ERRORS, Source
from crossdock.spreadsheets.number_formats import (
    PLAIN,
    STANDARD,
    Formats,
    Matters,
    NumberFormat,
    number_format,
)
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import MAX_ROWS, column_letters

RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATIONSHIP = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
CHUNK = 1024 * 1024
STYLE = re.compile(rb"""\bs\s*=\s*["'](\d+)["']""")
MAX_STYLES = 16 * 1024 * 1024
"""Larger style sheets are none that a program writes for a table."""


def formats(source: Source, sheet: str, column: int, matters: Matters) -> Formats:
    """Those of one column, from 0. Raises TableError where the file's XML is damaged."""
    try:
        with zipfile.ZipFile(source) as archive:
            styles = _styles(archive, matters)
            part = _part_of_sheet(archive, sheet) if styles else None
            return _of_rows(archive, part, column, styles) if part else ()
    except (ET.ParseError, *ZIP_ERRORS) as error:
        raise TableError(ReadError.DAMAGED) from error


def _styles(archive: zipfile.ZipFile, matters: Matters) -> dict[str, NumberFormat]:
    """The formats that matter by the number of the style, as cells name it."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    if archive.getinfo("xl/styles.xml").file_size > MAX_STYLES:
        return {}
    styles = ET.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 - the process is limited
    codes = {str(number): code for number, code in STANDARD.items()} | {
        own.get("numFmtId", ""): own.get("formatCode", "")
        for own in styles.findall("{*}numFmts/{*}numFmt")
    }
    cells = styles.findall("{*}cellXfs/{*}xf")
    shown = {
        str(index): number_format(codes.get(cell.get("numFmtId", ""), ""))
        for index, cell in enumerate(cells)
    }
    return {index: form for index, form in shown.items() if matters(form)}


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


def _of_rows(
    archive: zipfile.ZipFile, part: str, column: int, styles: dict[str, NumberFormat]
) -> Formats:
    """Looked for as bytes: parsing the whole sheet once more takes ten times as long."""
    rows: list[NumberFormat] = []
    by_style = {style.encode(): form for style, form in styles.items()}
    letters = column_letters(column).encode()
    cell = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["']%s(\d{1,7})["'][^<>]*>""" % letters)
    rest = b""
    with archive.open(part) as sheet:
        while chunk := sheet.read(CHUNK):
            chunk = rest + chunk
            end = chunk.rfind(b">") + 1
            rest = chunk[end:]
            for found in cell.finditer(chunk, 0, end):
                style = STYLE.search(found[0])
                form = by_style.get(style[1]) if style else None
                row = int(found[1])
                if form and 0 < row <= MAX_ROWS:
                    rows.extend([PLAIN] * (row - len(rows)))
                    rows[row - 1] = form
    return rows
