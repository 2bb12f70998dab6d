"""What kind of file it is, by its content; nothing is parsed before this has looked."""

import mmap
import re
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from crossdock.spreadsheets.problems import TableError, Trouble

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

OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta")

MOST_ENTRIES = 1_000
MOST_BYTES = 1024**3
MARKED_ENCRYPTED = 1  # a bit of an entry's flags
# Sheets that repeat themselves shrink 20 to 50 times; deflate can do 1,032 times.
MOST_SHRUNK = 200
SHRUNK_MATTERS_FROM = 50 * 1024**2


# What zipfile raises for archives that are damaged: it seeks and looks up unchecked.
ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(LookupError, ValueError, ArithmeticError, RuntimeError),
)


class Kind(StrEnum):
    """How a file has to be read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    TEXT = "text"


def kind_of(path: Path) -> Kind:
    """The kind of a file. Text is what nothing else is; text_files.py looks closer.

    Raises TableError for what is no spreadsheet, has a password, or would be too large unpacked.
    """
    with path.open("rb") as file:
        start = file.read(512)
    if not start:
        raise TableError(Trouble.EMPTY)
    if start.startswith(OLE2):
        return _kind_of_ole2(path)
    if start.startswith(BARE_WORKBOOKS):
        return Kind.XLS
    if start.startswith(b"PK"):
        return _kind_of_zip(path)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKUP):
        raise TableError(Trouble.MARKUP)
    if start.startswith((b"%PDF", b"{\\rtf")):
        raise TableError(Trouble.NOT_A_SPREADSHEET)
    return Kind.TEXT


def _kind_of_ole2(path: Path) -> Kind:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(ENCRYPTED_XLSX) >= 0:
            raise TableError(Trouble.PASSWORD)
        if not OLD_WORKBOOK.search(content):
            raise TableError(Trouble.NOT_A_SPREADSHEET)
    return Kind.XLS


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive)
            names = {name.lower() for name in archive.namelist()}
            if "xl/workbook.xml" in names:
                return Kind.XLSX
            if "xl/workbook.bin" in names:
                return Kind.XLSB
            if _start_of(archive, "mimetype").startswith(OPEN_DOCUMENT):
                if ENCRYPTED_ODS in _start_of(archive, "META-INF/manifest.xml"):
                    raise TableError(Trouble.PASSWORD)
                return Kind.ODS
    except ZIP_ERRORS as error:
        raise TableError(Trouble.DAMAGED) from error
    raise TableError(Trouble.NOT_A_SPREADSHEET)


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
        raise TableError(Trouble.PASSWORD)
    if len(entries) > MOST_ENTRIES:
        raise TableError(Trouble.TOO_MANY_PARTS, parts=len(entries), most=MOST_ENTRIES)
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    shrunk_too_much = size > SHRUNK_MATTERS_FROM and size > MOST_SHRUNK * packed
    if size > MOST_BYTES or shrunk_too_much:
        raise TableError(Trouble.TOO_LARGE_UNPACKED, size=size, packed=packed)
