"""Zip archives and the parts of workbooks, also such as no program writes."""

import struct
import zipfile
from collections.abc import Iterable, Mapping
from itertools import repeat
from pathlib import Path

from tests.spreadsheets.workbook_files import MAIN, PARTS

Content = str | bytes | Iterable[bytes]
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
MEGABYTE = 2**20
GRID_ROWS, GRID_COLUMNS = 1_048_576, 16_384
LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
CENTRAL_SIZE_AT, CENTRAL_PACKED_AT, LOCAL_SIZE_AT = 24, 20, 22


def pack(path: Path, parts: Mapping[str, Content], method: int = zipfile.ZIP_DEFLATED) -> None:
    """An archive of these parts; long ones may come as a stream."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else method
            is_long = not isinstance(content, str | bytes)
            with archive.open(entry, "w", force_zip64=is_long) as part:
                for block in blocks(content):
                    part.write(block)


def blocks(content: Content) -> Iterable[bytes]:
    if isinstance(content, str):
        return [content.encode()]
    return [content] if isinstance(content, bytes) else content


def workbook(
    path: Path, rows: Content, others: Mapping[str, Content] | None = None, *, before: str = ""
) -> None:
    """A workbook whose one sheet has these rows, as XML; `before` stands before them."""

    def sheet() -> Iterable[bytes]:
        yield f"<worksheet {MAIN}>{before}<sheetData>".encode()
        yield from blocks(rows)
        yield b"</sheetData></worksheet>"

    pack(
        path, {**PARTS, SHEET: b"".join(sheet()) if _is_short(rows) else sheet(), **(others or {})}
    )


def _is_short(content: Content) -> bool:
    return isinstance(content, str | bytes)


def text(reference: str, content: str, attributes: str = "") -> str:
    return f'<c r="{reference}" t="inlineStr"{attributes}><is><t>{content}</t></is></c>'


def row(number: int, *texts: str) -> str:
    """A row of texts from column A on (at most 26)."""
    cells = (text(f"{chr(65 + index)}{number}", content) for index, content in enumerate(texts))
    return f'<row r="{number}">{"".join(cells)}</row>'


HEADER = row(1, "Brand", "Article", "Remark")
TABLE = HEADER + row(2, "BOSCH", "0986452041", "x")


def strings(*texts: str, counts: str = "") -> str:
    items = "".join(f"<si><t>{each}</t></si>" for each in texts)
    return f"<sst {MAIN}{counts}>{items}</sst>"


def megabytes(count: int, block: bytes = b" ") -> Iterable[bytes]:
    """So many megabytes of the same."""
    return repeat((block * (MEGABYTE // len(block) + 1))[:MEGABYTE], count)


def lie_about_size(path: Path, part: str, size: int, *, where: bytes = CENTRAL) -> None:
    """Have the directory (or the part's own header) name another unpacked size for a part."""
    content = bytearray(path.read_bytes())
    names_at = 46 if where == CENTRAL else 30
    at = content.find(where)
    while at >= 0:
        if content[at + names_at :].startswith(part.encode()):
            place = at + (CENTRAL_SIZE_AT if where == CENTRAL else LOCAL_SIZE_AT)
            struct.pack_into("<I", content, place, size)
        at = content.find(where, at + 4)
    path.write_bytes(content)


def numbered(template: str, numbers: Iterable[int], every: int = 2_000) -> Iterable[bytes]:
    """The template with each number put for {0}, in blocks."""
    block = []
    for number in numbers:
        block.append(template.replace("{0}", str(number)))
        if len(block) == every:
            yield "".join(block).encode()
            block = []
    yield "".join(block).encode()
