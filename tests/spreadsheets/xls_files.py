"""Makes .xls files as programs other than Excel write them."""

import io
import struct
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import xlwt

CONTAINER_HEAD = 512  # bytes before xlwt's one stream of cells
CODE_PAGE, FORMAT, STYLE, END = 0x42, 0x41E, 0xE0, 0x0A
Change = Callable[[bytearray], None]


def write_xls(
    path: Path, rows: Sequence[Sequence[object]], formats: dict[tuple[int, int], str] | None = None
) -> Path:
    """A sheet with these rows; `formats` are number formats by row and column, from 0."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            code = (formats or {}).get((row, column))
            sheet.write(row, column, cell, *([xlwt.easyxf(num_format_str=code)] if code else []))
    book.save(str(path))
    return path


def records(content: bytearray, start: int = CONTAINER_HEAD) -> Iterator[tuple[int, int]]:
    """The kinds of the records before the first sheet, and where their bodies begin."""
    place, kind = start, None
    while kind != END:
        kind, size = struct.unpack_from("<HH", content, place)
        yield kind, place + 4
        place += 4 + size


def renumber_formats(path: Path, first: int) -> None:
    """Give the file's own formats other numbers: 164, 165, … become `first`, …."""
    content = bytearray(path.read_bytes())
    for kind, body in records(content):
        place = {FORMAT: body, STYLE: body + 2}.get(kind)
        if place is not None:
            (number,) = struct.unpack_from("<H", content, place)
            if number > 164:  # xlwt's General
                struct.pack_into("<H", content, place, number - 165 + first)
    path.write_bytes(content)


def change_code_page(path: Path, code_page: int) -> None:
    content = bytearray(path.read_bytes())
    [body] = [body for kind, body in records(content) if kind == CODE_PAGE]
    struct.pack_into("<H", content, body, code_page)
    path.write_bytes(content)


def rename_stream(path: Path, name: str) -> None:
    """`name` has as many letters as the present one."""
    content = path.read_bytes()
    path.write_bytes(content.replace("Workbook".encode("utf-16-le"), name.encode("utf-16-le")))


def bare(kind: int, version: int, rows: Sequence[Sequence[str | int]]) -> bytes:
    """A workbook of Excel 2 to 4 without a container, its text in cp1251."""
    content = io.BytesIO()

    def write(kind: int, body: bytes) -> None:
        content.write(struct.pack("<HH", kind, len(body)) + body)

    is_excel_2 = kind == 0x09
    write(kind, struct.pack("<HH", version, 0x10) + (b"" if is_excel_2 else bytes(2)))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            head = struct.pack("<HH", row, column) + bytes(3 if is_excel_2 else 2)
            if isinstance(cell, str):
                text = cell.encode("cp1251")
                size = struct.pack("<B" if is_excel_2 else "<H", len(text))
                write(0x04 if is_excel_2 else 0x204, head + size + text)
            else:
                write(0x03 if is_excel_2 else 0x203, head + struct.pack("<d", cell))
    write(END, b"")
    return content.getvalue()
