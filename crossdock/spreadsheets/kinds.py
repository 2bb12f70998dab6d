"""What kind of file it is, by its content; nothing is parsed before this has looked."""

import io
import mmap
import re
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from crossdock.spreadsheets.problems import ReadError, TableError

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
START = 64 * 1024
ENCRYPTED_ODS = b"encryption-data"
ENCRYPTED_XLSX = "EncryptedPackage".encode("utf-16-le")
OLD_WORKBOOK = re.compile(b"B\0O\0O\0K\0", re.IGNORECASE)  # Workbook, or Book before 97
BARE_WORKBOOKS = (
    b"\x09\x08\x08\0",
    b"\x09\x08\x10\0",
    b"\x09\x04\x06\0",
    b"\x09\x02\x06\0",
    b"\x09\0\x04\0",
)
"""How .xls files without a container begin, Excel 2 to 97."""

SHEET_TYPE = re.compile(
    rb"spreadsheetml\.(sheet|template)\.main|ms-excel\.(sheet|template|addin)\.macro"
)
BINARY_TYPE = b"ms-excel.sheet.binary"
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
MARKUP = re.compile(rb"\s*<[a-z!?]", re.IGNORECASE)
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # of byte order

MAX_ENTRIES = 1_000
MAX_BYTES = 1024**3
MARKED_ENCRYPTED = 1  # a bit of an entry's flags
# Sheets that repeat themselves shrink 20 to 50 times; deflate can do 1,032 times.
MAX_SHRUNK = 200
SHRUNK_MATTERS_FROM = 50 * 1024**2


# What zipfile raises for archives that are damaged: it seeks and looks up unchecked.
ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(LookupError, ValueError, ArithmeticError, RuntimeError),
)


Source = Path | io.BytesIO
"""A file, or what has been made of one: the process that reads uploads cannot write files."""


class Kind(StrEnum):
    """How a file has to be read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    MARKUP = "markup"
    TEXT = "text"


def kind_of(source: Source) -> Kind:
    """The kind of a file. Text is what nothing else is; text_files.py looks closer.

    Raises TableError for what is no spreadsheet, has a password, or would be too large unpacked.
    """
    start = _beginning(source)
    if not start:
        raise TableError(ReadError.EMPTY)
    if start.startswith(OLE2):
        return _kind_of_ole2(source)
    if start.startswith(BARE_WORKBOOKS):
        return Kind.XLS
    if start.startswith(b"PK"):
        return _kind_of_zip(source)
    if MARKUP.match(_without_mark(start)):
        return Kind.MARKUP
    if start.startswith((b"%PDF", b"{\\rtf")):
        raise TableError(ReadError.NOT_A_SPREADSHEET)
    return Kind.TEXT


def _beginning(source: Source) -> bytes:
    if isinstance(source, io.BytesIO):
        return source.getvalue()[:512]
    with source.open("rb") as file:
        return file.read(512)


def _without_mark(start: bytes) -> bytes:
    """The beginning of a text, of UTF-16 too, as ASCII has it."""
    for mark in MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"")


def _kind_of_ole2(source: Source) -> Kind:
    if isinstance(source, io.BytesIO):
        _check_ole2(source.getvalue())
        return Kind.XLS
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        _check_ole2(content)
    return Kind.XLS


def _check_ole2(content: mmap.mmap | bytes) -> None:
    if content.find(ENCRYPTED_XLSX) >= 0:
        raise TableError(ReadError.PASSWORD)
    if not OLD_WORKBOOK.search(content):
        raise TableError(ReadError.NOT_A_SPREADSHEET)


def _kind_of_zip(source: Source) -> Kind:
    try:
        with zipfile.ZipFile(source) as archive:
            _check_directory(archive)
            names = {name.lower().replace("\\", "/") for name in archive.namelist()}
            if "xl/workbook.xml" in names:
                return Kind.XLSX
            if "xl/workbook.bin" in names:
                return Kind.XLSB
            if _start_of(archive, "mimetype").startswith(OPEN_DOCUMENT):
                if ENCRYPTED_ODS in _start_of(archive, "META-INF/manifest.xml"):
                    raise TableError(ReadError.PASSWORD)
                return Kind.ODS
            types = _start_of(archive, "[Content_Types].xml").replace(b"\0", b"")  # UTF-16, too
            if BINARY_TYPE in types:
                return Kind.XLSB
            if SHEET_TYPE.search(types):
                return Kind.XLSX
    except ZIP_ERRORS as error:
        raise TableError(ReadError.DAMAGED) from error
    raise TableError(ReadError.NOT_A_SPREADSHEET)


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """The part's beginning; nothing where there is no such part."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(START)


def _check_directory(archive: zipfile.ZipFile) -> None:
    """Raises TableError where the archive's own directory says that it is too large."""
    entries = archive.infolist()
    if any(entry.flag_bits & MARKED_ENCRYPTED for entry in entries):
        raise TableError(ReadError.PASSWORD)
    if len(entries) > MAX_ENTRIES:
        raise TableError(ReadError.TOO_MANY_PARTS, parts=len(entries), most=MAX_ENTRIES)
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    shrunk_too_much = size > SHRUNK_MATTERS_FROM and size > MAX_SHRUNK * packed
    if size > MAX_BYTES or shrunk_too_much:
        raise TableError(ReadError.TOO_LARGE_UNPACKED, size=size, packed=packed)
