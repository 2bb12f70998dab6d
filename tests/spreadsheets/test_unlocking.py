import io
import zipfile
from pathlib import Path

import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.reading import open_sheets
from crossdock.spreadsheets.unlocking import DEFAULT_PASSWORD
from tests.hostile.passwords import write_encrypted_xls
from tests.spreadsheets.format_files import Write, write_xlsb, write_xlsx
from tests.spreadsheets.test_packages import ROWS, rows


def encrypted(path: Path, password: str) -> Path:
    plain = io.BytesIO(path.read_bytes())
    if zipfile.is_zipfile(plain):
        with path.open("wb") as file:
            OOXMLFile(plain).encrypt(password, file)
    return path


@pytest.mark.parametrize("lines", [2000, 20000])
@pytest.mark.parametrize("write", [write_xlsx, write_xlsb])
def test_the_password_that_excel_knows(tmp_path: Path, write: Write, lines: int) -> None:
    table = ROWS + [["TRW", f"GDB{line}"] for line in range(lines)]
    path = encrypted(write(tmp_path / "f", table, {}, None), DEFAULT_PASSWORD)
    assert rows(path) == table


def locked_xls(path: Path, password: str) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    write_encrypted_xls(path, book, password)
    return path


def test_an_xls_with_the_password_that_excel_knows(tmp_path: Path) -> None:
    assert rows(locked_xls(tmp_path / "f", DEFAULT_PASSWORD)) == ROWS


def test_an_xls_with_a_password_of_ones_own(tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        list(open_sheets(locked_xls(tmp_path / "f", "secret")))
    assert caught.value.trouble is ReadError.PASSWORD


def test_a_password_of_ones_own(tmp_path: Path) -> None:
    path = encrypted(write_xlsx(tmp_path / "f", ROWS, {}), "secret")
    with pytest.raises(TableError) as caught:
        list(open_sheets(path))
    assert caught.value.trouble is ReadError.PASSWORD
