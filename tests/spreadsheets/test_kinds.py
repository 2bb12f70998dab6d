import zipfile
from pathlib import Path

import openpyxl
import pytest

from crossdock.spreadsheets import kinds
from crossdock.spreadsheets.kinds import OLE2, Kind, kind_of
from crossdock.spreadsheets.problems import ReadError, TableError


def trouble(path: Path) -> ReadError:
    with pytest.raises(TableError) as caught:
        kind_of(path)
    return caught.value.trouble


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    openpyxl.Workbook().save(path)
    assert kind_of(path) is Kind.XLSX
    path.write_text("Brand;Article\n")
    assert kind_of(path) is Kind.TEXT


def test_the_kinds_of_archives(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for name, content, kind in (
        ("xl/workbook.bin", b"", Kind.XLSB),
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", Kind.ODS),
    ):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, content)
        assert kind_of(path) is kind


def test_an_archive_of_something_else_is_no_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert trouble(path) is ReadError.NOT_A_SPREADSHEET


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ReadError.EMPTY),
        (b"%PDF-1.7 ", ReadError.NOT_A_SPREADSHEET),
        (b"PK\x03\x04 and no more", ReadError.DAMAGED),
        (OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le"), ReadError.PASSWORD),
        (OLE2 + bytes(600) + "WordDocument".encode("utf-16-le"), ReadError.NOT_A_SPREADSHEET),
    ],
)
def test_what_is_refused_by_its_first_bytes(
    tmp_path: Path, content: bytes, expected: ReadError
) -> None:
    path = tmp_path / "prices.xls"
    path.write_bytes(content)
    assert trouble(path) is expected


def test_old_excel(tmp_path: Path) -> None:
    path = tmp_path / "prices.xlsx"
    path.write_bytes(OLE2 + bytes(600) + "Workbook".encode("utf-16-le"))
    assert kind_of(path) is Kind.XLS


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf <!DOCTYPE html><html>",
        b"<TABLE><tr>",
        b"<style> x </style><div>",
        b"\n<!-- x --><body>",
        b'<?xml version="1.0"?><Workbook>',
        "<html>".encode("utf-16"),
    ],
)
def test_markup(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "prices.xls"
    path.write_bytes(content)
    assert kind_of(path) is Kind.MARKUP


@pytest.mark.parametrize("name", ["WORKBOOK", "Book", "bOOK"])
def test_old_excel_in_any_case(tmp_path: Path, name: str) -> None:
    path = tmp_path / "prices.xls"
    path.write_bytes(OLE2 + bytes(600) + name.encode("utf-16-le"))
    assert kind_of(path) is Kind.XLS


def test_an_archive_with_too_many_entries(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(kinds.MAX_ENTRIES):
            archive.writestr(str(number), b"")
        archive.writestr("xl/workbook.xml", b"")
    assert trouble(path) is ReadError.TOO_MANY_PARTS


def test_an_archive_that_inflates_too_much(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(kinds.SHRUNK_MATTERS_FROM + 1))
    assert trouble(path) is ReadError.TOO_LARGE_UNPACKED


def test_an_archive_that_declares_more_than_we_unpack(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    content = bytearray(path.read_bytes())
    size_in_directory = content.index(b"PK\x01\x02") + 24
    content[size_in_directory : size_in_directory + 4] = (2**31).to_bytes(4, "little")
    path.write_bytes(content)
    assert trouble(path) is ReadError.TOO_LARGE_UNPACKED
