"""Hostile .ods, .xlsb and .xls files, and ordinary ones to begin from."""

import struct
from collections.abc import Iterable
from pathlib import Path

import xlwt

from tests.hostile import passwords
from tests.hostile.packing import pack
from tests.hostile.registry import hostile
from tests.hostile.xml_tricks import laughs
from tests.spreadsheets.workbook_files import OFFICE, PACKAGE

ODS_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
ODS_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ODS_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
GRID = "stray value"

# OpenDocument.


def ods_cell(text: str, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


ODS_HEADER = ods_row(ods_cell("Brand"), ods_cell("Article"))
ODS_LINE = ods_row(ods_cell("BOSCH"), ods_cell("0986452041"))


def ods_content(rows: str, before: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{before}<office:document-content xmlns:office="{ODS_OFFICE}" '
        f'xmlns:table="{ODS_TABLE}" xmlns:text="{ODS_TEXT}"><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )


def write_ods(path: Path, rows: str, before: str = "") -> None:
    manifest = f'<manifest:manifest xmlns:manifest="{passwords.MANIFEST}"/>'
    content = ods_content(rows, before)
    pack(
        path,
        {"mimetype": passwords.ODS, "content.xml": content, "META-INF/manifest.xml": manifest},
    )


@hostile("ODS: the grid's other rows and columns, empty", ending=".ods", lines=1)
def ods_empty_rest(path: Path) -> None:
    rest = '<table:table-cell table:number-columns-repeated="16384"/>'
    write_ods(
        path,
        ODS_HEADER + ODS_LINE + ods_row(rest, attributes='table:number-rows-repeated="1048574"'),
    )


@hostile("ODS: one cell repeated over the grid", ending=".ods", says="damaged")
def ods_repeated(path: Path) -> None:
    cell = ods_cell("x", 'table:number-columns-repeated="16384"')
    write_ods(path, ODS_HEADER + ods_row(cell, attributes='table:number-rows-repeated="1048574"'))


@hostile("ODS: one cell repeated 2^40 times", ending=".ods", says="16,406")
def ods_repeated_more(path: Path) -> None:
    write_ods(path, ODS_HEADER + ods_row(ods_cell("x", f'table:number-columns-repeated="{2**40}"')))


@hostile("ODS: a billion laughs", ending=".ods", says="damaged")
def ods_laughs(path: Path) -> None:
    before = f"<!DOCTYPE office:document-content {laughs()}>"
    write_ods(path, ODS_HEADER + ods_row(ods_cell("&e9;"), ods_cell("1")), before)


@hostile("ODS: a million levels", ending=".ods", lines=1)
def ods_deep(path: Path) -> None:
    deep = "<text:span>" * 1_000_000 + "</text:span>" * 1_000_000
    write_ods(path, ODS_HEADER + ods_row(ods_cell(deep), ods_cell("1")))


@hostile("a .ods with a password", ending=".ods", says="password")
def ods_with_password(path: Path) -> None:
    passwords.write_encrypted_ods(path, ods_content(ODS_HEADER + ODS_LINE), "secret")


# The binary .xlsb.


def xlsb_record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size, rest = b"", len(body)
    while True:
        size += bytes([rest & 127 | (128 if rest > 127 else 0)])
        rest >>= 7
        if not rest:
            return head + size + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def write_xlsb(path: Path, cells: Iterable[tuple[int, int, bytes]]) -> None:
    """Cells are row and column, from 0, and a string as the file has it."""
    sheet = xlsb_record(148, struct.pack("<4I", 0, 2, 0, 2)) + xlsb_record(145)
    for row, column, text in cells:
        sheet += xlsb_record(0, struct.pack("<I", row) + bytes(21))
        sheet += xlsb_record(6, struct.pack("<2I", column, 0) + text)
    sheet = xlsb_record(129) + sheet + xlsb_record(146) + xlsb_record(130)
    bundle = struct.pack("<2I", 0, 1) + _wide("r1") + _wide("S")
    book = b"".join(
        (xlsb_record(131), xlsb_record(143), xlsb_record(156, bundle), xlsb_record(144))
    )
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    pack(
        path,
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
            "xl/workbook.bin": book + xlsb_record(132),
            "xl/_rels/workbook.bin.rels": relations,
            "xl/worksheets/sheet1.bin": sheet,
        },
    )


XLSB_TABLE = [
    (0, 0, _wide("Brand")),
    (0, 1, _wide("Article")),
    (1, 0, _wide("BOSCH")),
    (1, 1, _wide("0986452041")),
]


@hostile("an ordinary .xlsb", ending=".xlsb", lines=1)
def xlsb(path: Path) -> None:
    write_xlsb(path, XLSB_TABLE)


@hostile("XLSB: one cell at A1 and one at XFD1048576", ending=".xlsb", says=GRID)
def xlsb_far_cells(path: Path) -> None:
    write_xlsb(path, [*XLSB_TABLE, (1_048_575, 16_383, _wide("x"))])


@hostile("XLSB: a cell in row 4,294,967,295", ending=".xlsb", lines=1)
def xlsb_beyond(path: Path) -> None:
    write_xlsb(path, [*XLSB_TABLE, (2**32 - 1, 2**32 - 1, _wide("x"))])


@hostile("XLSB: a text that says it has 4 GB", ending=".xlsb", says="damaged")
def xlsb_long_text(path: Path) -> None:
    write_xlsb(path, [*XLSB_TABLE, (2, 0, struct.pack("<I", 2**32 - 1) + b"x\0")])


# The old .xls.


def xls_book() -> xlwt.Workbook:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row, cells in enumerate((("Brand", "Article"), ("BOSCH", "0986452041"))):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    return book


@hostile("an ordinary .xls", ending=".xls", lines=1)
def xls(path: Path) -> None:
    xls_book().save(str(path))


@hostile("a .xls with a password", ending=".xls", says="password")
def xls_with_password(path: Path) -> None:
    passwords.write_encrypted_xls(path, xls_book(), "secret")


@hostile("XLS: the list of its sectors goes in a circle", ending=".xls", lines=1)
def xls_circle(path: Path) -> None:
    xls(path)
    content = bytearray(path.read_bytes())
    (sector,) = struct.unpack_from("<I", content, 76)  # where the list of sectors is
    table = 512 * (sector + 1)
    struct.pack_into("<I", content, table + 4 * 3, 1)
    path.write_bytes(content)


@hostile("XLS: the list of sectors says that it has 4 billion", ending=".xls", lines=1)
def xls_sectors(path: Path) -> None:
    xls(path)
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, 44, 2**32 - 1)
    path.write_bytes(content)


@hostile("XLS: cells at A1 and IV65536", ending=".xls", says="stray value")
def xls_far_cells(path: Path) -> None:
    book = xls_book()
    book.get_sheet(0).write(65_535, 255, "x")
    book.save(str(path))
