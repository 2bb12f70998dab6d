"""Rows and columns of workbooks that are hidden, also by a filter: no library tells them all."""

import re
import struct
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterable
from xml.parsers import expat

from crossdock.spreadsheets import ods_parts, old_workbooks, xlsb_parts, xlsx_formats
from crossdock.spreadsheets.kinds import ZIP_ERRORS, Kind, Source
from crossdock.spreadsheets.sheets import MAX_COLUMNS, NOTHING_HIDDEN, Hidden

CHUNK = 1024 * 1024
ALWAYS_LOOKED_AT = 8 * CHUNK
"""Bytes of a sheet. Larger ones only where a filter or an outline hides rows: it takes its time."""

FILTER, OUTLINE = b"_FilterDatabase", b"outlineLevelRow"
IS_HIDDEN = rb"""[^<>]*?\shidden\s*=\s*["'](?:1|true)["'][^<>]*>"""
ROW = re.compile(rb"<(?:\w+:)?row(?=\s)" + IS_HIDDEN)
COLUMN = re.compile(rb"<(?:\w+:)?col(?=\s)" + IS_HIDDEN)
FIRST, LAST = (re.compile(rb"""\s%s\s*=\s*["'](\d{1,7})["']""" % name) for name in (b"min", b"max"))

XLS_ROW = re.compile(rb"\x08\x02\x10\x00.{12}[\x20-\x3f\x60-\x7f\xa0-\xbf\xe0-\xff]", re.DOTALL)
XLS_COLUMN = re.compile(rb"\x7d\x00[\x0b\x0c]\x00(.{4}).{4}(.)", re.DOTALL)
XLSB_ROW, XLSB_COLUMN = 0, 60
XLSB_HIDDEN_ROW = 0x10


def hidden(kind: Kind, source: Source, sheet: str) -> Hidden:
    """How many rows of a sheet are hidden, and which columns; none where it cannot be told."""
    look = LOOKS.get(kind)
    try:
        return look(source, sheet) if look else NOTHING_HIDDEN
    except (ET.ParseError, expat.ExpatError, *ZIP_ERRORS, *old_workbooks.XLRD_ERRORS):
        return NOTHING_HIDDEN


def _xlsx(source: Source, sheet: str) -> Hidden:
    """Looked for as bytes: parsing the whole sheet once more takes ten times as long."""
    rows, columns, rest = 0, set[int](), b""
    with zipfile.ZipFile(source) as archive:
        name = xlsx_formats.part_of_sheet(archive, sheet)
        if name is None:
            return NOTHING_HIDDEN
        is_small = archive.getinfo(name).file_size <= ALWAYS_LOOKED_AT
        may_hide_rows = is_small or FILTER in archive.read("xl/workbook.xml")
        with archive.open(name) as part:
            while chunk := part.read(CHUNK):
                if not rest:  # the columns stand before the rows
                    columns = set(_numbered(COLUMN.findall(chunk)))
                    may_hide_rows = may_hide_rows or OUTLINE in chunk
                if not may_hide_rows:
                    break
                whole = rest + chunk
                end = whole.rfind(b">") + 1
                rest = whole[end:] or b" "
                rows += len(ROW.findall(whole[:end]))
    return Hidden(rows, frozenset(columns))


def _numbered(elements: Iterable[bytes]) -> Iterable[int]:
    """The columns, from 0, that elements such as <col min="2" max="3"> are of."""
    for element in elements:
        first, last = FIRST.search(element), LAST.search(element)
        if first and last:
            yield from _span(int(first[1]) - 1, int(last[1]) - 1)


def _span(first: int, last: int) -> range:
    return range(first, min(last, MAX_COLUMNS) + 1)


def _xls(source: Source, sheet: str) -> Hidden:
    stream = old_workbooks.records_of(source, sheet)
    places = [(struct.unpack("<HH", span), flags[0]) for span, flags in XLS_COLUMN.findall(stream)]
    columns = {i for (first, last), flags in places if flags & 1 for i in _span(first, last)}
    return Hidden(len(XLS_ROW.findall(stream)), frozenset(columns))


def _xlsb(source: Source, sheet: str) -> Hidden:
    rows, columns = 0, set[int]()
    with zipfile.ZipFile(source) as archive:
        content = xlsb_parts.part_of_sheet(archive, sheet)
    for kind, start, size in xlsb_parts.records(content[:ALWAYS_LOOKED_AT]):
        if kind == XLSB_ROW and size >= 12:
            rows += bool(content[start + 11] & XLSB_HIDDEN_ROW)
        elif kind == XLSB_COLUMN and size >= 17 and content[start + 16] & 1:
            columns.update(_span(*struct.unpack_from("<II", content, start)))
    return Hidden(rows, frozenset(columns))


LOOKS: dict[Kind, Callable[[Source, str], Hidden]] = {
    Kind.XLSX: _xlsx,
    Kind.XLS: _xls,
    Kind.XLSB: _xlsb,
    Kind.ODS: ods_parts.hidden,
}
