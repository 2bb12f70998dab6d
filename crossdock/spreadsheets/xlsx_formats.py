"""The number formats and hidden cells of .xlsx, which python-calamine does not tell."""

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable
from functools import cache

from crossdock.spreadsheets.kinds import ZIP_ERRORS, Source
from crossdock.spreadsheets.number_formats import (
    STANDARD,
    FormatGrid,
    FormatsByColumn,
    Matters,
    NumberFormat,
    number_format,
)
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS, Hidden

RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATIONSHIP = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
BAD_ERRORS = (ET.ParseError, *ZIP_ERRORS)
CHUNK = 1024 * 1024
HEAD = 64 * 1024
REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
MAX_STYLES = 16 * 1024 * 1024
"""Larger style sheets are none that a program writes for a table."""

ALWAYS_LOOKED_AT = 8 * CHUNK
"""Bytes of a sheet. Larger ones only where a filter or an outline hides rows: it takes its time."""

FILTER, OUTLINE = b"_FilterDatabase", b"outlineLevelRow"
IS_HIDDEN = rb"""[^<>]*?\shidden\s*=\s*["'](?:1|true)["'][^<>]*>"""
HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row(?=\s)" + IS_HIDDEN)
HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col(?=\s)" + IS_HIDDEN)
FIRST, LAST = (re.compile(rb"""\s%s\s*=\s*["'](\d{1,7})["']""" % name) for name in (b"min", b"max"))


def formats(source: Source, sheet: str, matters: Matters) -> FormatsByColumn:
    """Those of each column, from 0. Raises TableError where the file's XML is damaged."""
    try:
        with zipfile.ZipFile(source) as archive:
            styles = _styles(archive, matters)
            part = part_of_sheet(archive, sheet) if styles else None
            return _of_cells(archive, part, styles) if part else {}
    except BAD_ERRORS as error:
        raise TableError(ReadError.DAMAGED) from error


def _styles(archive: zipfile.ZipFile, matters: Matters) -> dict[str, NumberFormat]:
    """The formats that matter by the number of the style, as cells name it."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    if archive.getinfo("xl/styles.xml").file_size > MAX_STYLES:
        return {}
    styles = ET.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 - the process is limited
    codes = {str(number): code for number, code in STANDARD.items()} | {
        element.get("numFmtId", ""): element.get("formatCode", "")
        for element in styles.findall("{*}numFmts/{*}numFmt")
    }
    cells = styles.findall("{*}cellXfs/{*}xf")
    forms = {
        str(index): number_format(codes.get(cell.get("numFmtId", ""), ""))
        for index, cell in enumerate(cells)
    }
    return {index: form for index, form in forms.items() if matters(form)}


def part_of_sheet(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The name of the part that has the sheet's cells, if there is one."""
    workbook = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for entry in workbook.findall("{*}sheets/{*}sheet"):
        if entry.get("name") == sheet:
            target = targets.get(entry.get(RELATIONSHIP) or entry.get(STRICT_RELATIONSHIP), "")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            return part if part in archive.namelist() else None
    return None


def _of_cells(
    archive: zipfile.ZipFile, part: str, styles: dict[str, NumberFormat]
) -> FormatsByColumn:
    """Looked for as bytes: parsing the whole sheet once more takes ten times as long."""
    grid = FormatGrid()
    by_style = {style.encode(): form for style, form in styles.items()}
    wanted = b"|".join(by_style)
    any_cell = re.compile(rb"""<(?:\w+:)?c\s([^<>]*?\bs\s*=\s*["'](%s)["'][^<>]*)>""" % wanted)
    usual_cell = re.compile(rb"""<c (r="[A-Z]{1,3}\d{1,7}") s="(%s)\"""" % wanted)
    cell = None
    rest = b""
    with archive.open(part) as sheet:
        while chunk := sheet.read(CHUNK):
            chunk = rest + chunk
            end = chunk.rfind(b">") + 1
            rest = chunk[end:]
            if cell is None:  # as Excel writes them they are found four times as fast
                head = chunk[:HEAD]
                is_usual = len(usual_cell.findall(head)) == len(any_cell.findall(head))
                cell = usual_cell if is_usual and usual_cell.search(head) else any_cell
            for attributes, style in cell.findall(chunk[:end]):
                place = REFERENCE.search(attributes)
                if place and 0 < (row := int(place[2])) <= MAX_ROWS:
                    grid.put(row - 1, _column(place[1]), by_style[style])
    return grid.columns


@cache
def _column(letters: bytes) -> int:
    """The column of these letters, from 0."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - ord("A") + 1
    return column - 1


def hidden(source: Source, sheet: str) -> Hidden:
    """How many of the sheet's rows are hidden, and which columns; raises BAD_ERRORS."""
    rows, columns, rest = 0, set[int](), b""
    with zipfile.ZipFile(source) as archive:
        name = part_of_sheet(archive, sheet)
        if name is None:
            return Hidden()
        is_small = archive.getinfo(name).file_size <= ALWAYS_LOOKED_AT
        may_hide_rows = is_small or FILTER in archive.read("xl/workbook.xml")
        with archive.open(name) as part:
            rest = part.read(HEAD)  # the columns stand before the rows
            columns.update(_numbered(HIDDEN_COLUMN.findall(rest)))
            may_hide_rows = may_hide_rows or OUTLINE in rest
            while may_hide_rows:
                chunk = part.read(CHUNK)
                whole = rest + chunk
                end = whole.rfind(b">") + 1
                rest = whole[end:]
                rows += len(HIDDEN_ROW.findall(whole[:end]))
                if not chunk:
                    break
    return Hidden(rows, frozenset(columns))


def _numbered(elements: Iterable[bytes]) -> Iterable[int]:
    """The columns, from 0, that elements such as <col min="2" max="3"> are of."""
    for element in elements:
        first, last = FIRST.search(element), LAST.search(element)
        if first and last:
            yield from range(int(first[1]) - 1, min(int(last[1]), MAX_COLUMNS))
