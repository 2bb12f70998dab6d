"""Number formats, merged and hidden cells of .xlsb, which python-calamine does not tell."""

import posixpath
import struct
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Sequence

from crossdock.spreadsheets.kinds import ZIP_ERRORS, Source
from crossdock.spreadsheets.number_formats import (
    STANDARD,
    FormatGrid,
    FormatsByColumn,
    Matters,
    NumberFormat,
    number_format,
)
from crossdock.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS, Hidden, Merged

ROW, FORMAT, STYLE, COLUMN, SHEET, MERGED = 0, 44, 47, 60, 156, 176
HIDDEN_ROW = 0x10
ALWAYS_LOOKED_AT = 8 * 1024 * 1024
"""Bytes of a sheet: what is hidden further below is not told."""

CELLS = frozenset((*range(1, 12), 62))
STYLES, STYLES_END = 617, 618
MERGED_HEAD = bytes([MERGED & 127 | 128, MERGED >> 7, 16])
BAD_ERRORS = (ET.ParseError, UnicodeError, *ZIP_ERRORS)


def formats(source: Source, sheet: str, matters: Matters) -> FormatsByColumn:
    """Those of each column, from 0. Parts that cannot be read have plain ones."""
    try:
        with zipfile.ZipFile(source) as archive:
            styles = _styles(archive, matters)
            content = _sheet(archive, sheet) if styles else b""
    except BAD_ERRORS:
        return {}
    grid = FormatGrid()
    row = 0
    for kind, start, size in _records(content):
        if kind == ROW and size >= 4:
            (row,) = struct.unpack_from("<I", content, start)
        elif kind in CELLS and size >= 8 and row < MAX_ROWS:
            place, style = struct.unpack_from("<II", content, start)
            if (form := styles.get(style & 0xFFFFFF)) and place < MAX_COLUMNS:
                grid.put(row, place, form)
    return grid.columns


def merged(source: Source, sheet: str) -> Sequence[Merged]:
    """The sheet's merged areas."""
    try:
        with zipfile.ZipFile(source) as archive:
            content = _sheet(archive, sheet)
    except BAD_ERRORS:
        return ()
    areas: list[Merged] = []
    place = content.find(MERGED_HEAD)
    while place >= 0 and place + 19 <= len(content):
        top, bottom, left, right = struct.unpack_from("<4I", content, place + 3)
        if top <= bottom < MAX_ROWS and left <= right:
            areas.append(((top, left), (bottom, right)))
        place = content.find(MERGED_HEAD, place + 19)
    return areas


def hidden(source: Source, sheet: str) -> Hidden:
    """How many of the sheet's rows are hidden, and which columns; raises BAD_ERRORS."""
    rows, columns = 0, set[int]()
    with zipfile.ZipFile(source) as archive:
        content = _sheet(archive, sheet)
    for kind, start, size in _records(content[:ALWAYS_LOOKED_AT]):
        if kind == ROW and size >= 12:
            rows += bool(content[start + 11] & HIDDEN_ROW)
        elif kind == COLUMN and size >= 17 and content[start + 16] & 1:
            first, last = struct.unpack_from("<II", content, start)
            columns.update(range(first, min(last, MAX_COLUMNS) + 1))
    return Hidden(rows, frozenset(columns))


def _styles(archive: zipfile.ZipFile, matters: Matters) -> dict[int, NumberFormat]:
    """The formats that matter, by the number of the style."""
    if "xl/styles.bin" not in archive.namelist():
        return {}
    content = archive.read("xl/styles.bin")
    codes = dict(STANDARD)
    styles: list[int] = []
    is_inside = False
    for kind, start, size in _records(content):
        if kind == FORMAT and size >= 6:
            (number,) = struct.unpack_from("<H", content, start)
            codes[number] = _text(content, start + 2)[0]
        elif kind in (STYLES, STYLES_END):
            is_inside = kind == STYLES
        elif kind == STYLE and is_inside and size >= 4:
            styles.append(struct.unpack_from("<H", content, start + 2)[0])
    forms = {index: number_format(codes.get(code, "")) for index, code in enumerate(styles)}
    return {index: form for index, form in forms.items() if matters(form)}


def _sheet(archive: zipfile.ZipFile, name: str) -> bytes:
    """The sheet's part; empty where it cannot be told."""
    relations = ET.fromstring(archive.read("xl/_rels/workbook.bin.rels"))  # noqa: S314
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    book = archive.read("xl/workbook.bin")
    for kind, start, _size in _records(book):
        if kind == SHEET:
            relation, end = _text(book, start + 8)
            if _text(book, end)[0] == name:
                part = posixpath.normpath(posixpath.join("/xl", targets.get(relation, "")))
                return archive.read(part.lstrip("/"))
    return b""


def _text(content: bytes, start: int) -> tuple[str, int]:
    """A text, and where it ends."""
    (length,) = struct.unpack_from("<I", content, start)
    end = start + 4 + 2 * length
    return content[start + 4 : end].decode("utf-16-le", "replace"), end


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """The kind of each record, where its body begins, and its size."""
    place, end = 0, len(content)
    while place < end:
        kind = content[place]
        place += 1
        if kind & 128 and place < end:
            kind = kind & 127 | content[place] << 7
            place += 1
        size = shift = 0
        while place < end and shift < 28:
            byte = content[place]
            place += 1
            size |= (byte & 127) << shift
            shift += 7
            if not byte & 128:
                break
        if place + size > end:
            return
        yield kind, place, size
        place += size
