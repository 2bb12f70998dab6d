"""Archives that are not what they say."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from itertools import repeat
from pathlib import Path

from tests.hostile.packing import (
    CENTRAL,
    END,
    LOCAL,
    SHEET,
    TABLE,
    lie_about_size,
    megabytes,
    pack,
    workbook,
)
from tests.hostile.registry import hostile
from tests.spreadsheets.workbook_files import MAIN, OFFICE, PACKAGE, PARTS

DAMAGED = "damaged"


@hostile("zip bomb: 1.2 GB, as it says", says="1.2.GB", heavy=True)
def bomb_that_says_so(path: Path) -> None:
    workbook(path, megabytes(1200))


@hostile("zip bomb: 100 MB of blanks in 100 kB", says="Unpacked")
def bomb_of_blanks(path: Path) -> None:
    workbook(path, megabytes(100))


@hostile("zip bomb: 2 GB, the directory says 1 kB", says=DAMAGED, heavy=True)
def bomb_that_lies(path: Path) -> None:
    workbook(path, megabytes(2000))
    _forget_zip64(path)
    lie_about_size(path, SHEET, 1000)


def _forget_zip64(path: Path) -> None:
    """Sizes that zipfile wrote beside the header are to be what the header says."""
    content = path.read_bytes().replace(b"\x01\x00\x10\x00", b"\xfe\xca\x10\x00")
    path.write_bytes(content)


@hostile("zip bomb: 200 MB, the directory says 100 bytes", says=DAMAGED)
def small_bomb_that_lies(path: Path) -> None:
    workbook(path, megabytes(200))
    _forget_zip64(path)
    lie_about_size(path, SHEET, 100)


@hostile("sizes: the part's own header says 4 GB", lines=1)
def local_header_lies(path: Path) -> None:
    workbook(path, TABLE)
    lie_about_size(path, SHEET, 2**32 - 2, where=LOCAL)


@hostile("sizes: the directory says 4 GB of a small part", says="4.0.GB")
def directory_lies(path: Path) -> None:
    workbook(path, TABLE)
    lie_about_size(path, SHEET, 2**32 - 2)


@hostile("a zip in a zip in a zip", says="not a spreadsheet")
def nested(path: Path) -> None:
    content = b"x" * 1000
    for _ in range(3):
        pack(path, {"inner.xlsx": content})
        content = path.read_bytes()


@hostile("70,000 entries", says="70,000 parts")
def many_entries(path: Path) -> None:
    workbook(path, TABLE)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("x", "")
        archive.filelist += [archive.getinfo("x")] * 69_994


@hostile("a directory of 1,500,000 entries, 80 MB", says="1,500,000 parts", heavy=True)
def huge_directory(path: Path) -> None:
    entry = (
        CENTRAL
        + struct.pack("<6H3I5H2I", 20, 20, 0, 0, 0, 33, 0, 0, 0, 9, *(0,) * 6)
        + b"xl/media1"
    )
    number = 1_500_000
    size = number * len(entry)
    ends = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, number, number, size, 0)
    ends += struct.pack("<4sIQI", b"PK\6\7", 0, size, 1)
    ends += END + struct.pack("<4H2IH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path.write_bytes(entry * number + ends)


@hostile("900 entries over one another, each 60 MB", says="Unpacked")
def overlapping_entries(path: Path) -> None:
    workbook(path, megabytes(60))
    _repeat_sheet(path, 900)


def _repeat_sheet(path: Path, times: int) -> None:
    """The directory names the sheet under many names: one content, unpacked over and over."""
    with zipfile.ZipFile(path, "a") as archive:
        sheet = archive.getinfo(SHEET)
        for number in range(2, times):
            again = zipfile.ZipInfo(f"xl/worksheets/sheet{number}.xml")
            for name in ("compress_type", "file_size", "compress_size", "CRC", "header_offset"):
                setattr(again, name, getattr(sheet, name))
            archive.filelist.append(again)
        archive._didModify = True


@hostile("900 sheets that are one part of 26 MB", says="takes too long", heavy=True)
def sheets_of_one_part(path: Path) -> None:
    sheets = range(1, 900)
    target = f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"'
    workbook(
        path,
        repeat(b"<row><c><v>1</v></c></row>" * 10_000, 100),
        {
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
            + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in sheets)
            + "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            + "".join(f'<Relationship Id="r{n}" {target}/>' for n in sheets)
            + "</Relationships>",
        },
    )


@hostile("zip64: a part of 2^62 bytes, as it says", says="Unpacked")
def zip64_size(path: Path) -> None:
    workbook(path, TABLE)
    lie_about_size(path, SHEET, 2**32 - 1)
    content = path.read_bytes()
    at = content.rfind(CENTRAL, 0, content.rfind(SHEET.encode()))
    extra = struct.pack("<2HQ", 1, 8, 2**62)
    name_end = at + 46 + len(SHEET)
    changed = bytearray(content[:name_end] + extra + content[name_end:])
    struct.pack_into("<H", changed, at + 30, len(extra))
    end = changed.rfind(END)
    size = struct.unpack_from("<I", changed, end + 12)[0]
    struct.pack_into("<I", changed, end + 12, size + len(extra))
    path.write_bytes(changed)


@hostile("zip64: the directory is beyond the file's end", says=DAMAGED)
def zip64_directory(path: Path) -> None:
    workbook(path, TABLE)
    content = path.read_bytes()
    at = content.rfind(END)
    record = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, 5, 5, 2**40, 2**50)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, at, 1)
    end = END + struct.pack("<4H2IH", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    path.write_bytes(content[:at] + record + locator + end)


@hostile("an empty zip", says="not a spreadsheet")
def empty_zip(path: Path) -> None:
    pack(path, {})


@hostile("a zip with a password", says="password")
def encrypted_zip(path: Path) -> None:
    workbook(path, TABLE)
    content = bytearray(path.read_bytes())
    for start, flags in ((LOCAL, 6), (CENTRAL, 8)):
        at = content.find(start)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(start, at + 4)
    path.write_bytes(content)


@hostile("a zip that begins after 1 MB of something else", lines=1)
def after_something_else(path: Path) -> None:
    workbook(path, TABLE)
    path.write_bytes(LOCAL + bytes(2**20) + path.read_bytes())


@hostile("a broken checksum", says=DAMAGED)
def broken_checksum(path: Path) -> None:
    pack(
        path,
        {**PARTS, SHEET: f"<worksheet {MAIN}><sheetData>{TABLE}</sheetData></worksheet>"},
        zipfile.ZIP_STORED,
    )
    path.write_bytes(path.read_bytes().replace(b"0986452041", b"0986452042"))


def _compressed_with(method: int) -> Callable[[Path], None]:
    return lambda path: pack(
        path,
        {**PARTS, SHEET: f"<worksheet {MAIN}><sheetData>{TABLE}</sheetData></worksheet>"},
        method,
    )


hostile("compressed with bzip2", says=DAMAGED)(_compressed_with(zipfile.ZIP_BZIP2))
hostile("compressed with lzma", says=DAMAGED)(_compressed_with(zipfile.ZIP_LZMA))


@hostile("two entries with one name", lines=1)
def twice_the_same_name(path: Path) -> None:
    workbook(path, HOSTILE_ROWS)
    sheet = f"<worksheet {MAIN}><sheetData>{TABLE}</sheetData></worksheet>"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET, sheet)


HOSTILE_ROWS = '<row r="1"><c r="A1"><v>1</v></c></row>'


def _cut(share: float) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        workbook(path, TABLE * 100)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])

    return make


for percent in (10, 50, 99):
    hostile(f"cut off after {percent} % of it", says=DAMAGED)(_cut(percent / 100))


@hostile("an endless deflate stream in the sheet", says=DAMAGED)
def garbage_in_the_stream(path: Path) -> None:
    workbook(path, TABLE)
    content = bytearray(path.read_bytes())
    at = content.find(SHEET.encode()) + len(SHEET)
    content[at : at + 60] = zlib.compress(bytes(2**16), 9)[2:62]
    path.write_bytes(content)
