from pathlib import Path

import openpyxl
import pytest
import xlrd

from crossdock.spreadsheets import zeros


def test_xlsx_formats_of_one_column(tmp_path: Path) -> None:
    path = tmp_path / "prices.xlsx"
    workbook = openpyxl.Workbook()
    workbook.create_sheet("other")["AB1"] = 1
    sheet = workbook["other"]
    for row, number_format in ((2, "0000000000"), (3, "0.00"), (4, "00000;-00000"), (6, "00")):
        sheet.cell(row, 28, row).number_format = number_format
        sheet.cell(row, 2, row).number_format = "000"
    workbook.save(path)
    assert zeros.of_xlsx(path, "other", 27) == bytes([0, 10, 0, 5, 0, 2])
    assert zeros.of_xlsx(path, "other", 1) == bytes([0, 3, 3, 3, 0, 3])
    assert zeros.of_xlsx(path, "Sheet", 0) == b""


def test_xlsx_without_such_formats(tmp_path: Path) -> None:
    path = tmp_path / "prices.xlsx"
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["A1"] = 1
    workbook.save(path)
    assert zeros.of_xlsx(path, "Sheet", 0) == b""


def test_xls_formats(shared_data: Path) -> None:
    path = shared_data / "price_lists" / "1c_two_prices_numeric_articles.xls"
    digits = zeros.of_xls(path, "TDSheet", 1)
    sheet = xlrd.open_workbook(path).sheet_by_index(0)
    numbers = [sheet.cell_type(row, 1) == xlrd.XL_CELL_NUMBER for row in range(sheet.nrows)]
    assert [bool(width) for width in digits] == numbers
    assert digits[1] == 10  # 310945355 as 0000000000
    assert digits[2] == 8  # 3831124 as 00000000
    assert not zeros.has_password(path)


def test_xls_that_xlrd_cannot_read_shows_no_zeros(tmp_path: Path) -> None:
    path = tmp_path / "prices.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert zeros.of_xls(path, "TDSheet", 1) == b""
    assert not zeros.has_password(path)


@pytest.mark.parametrize(
    ("number_format", "digits"),
    [
        (r"0\ 000\ 000\ 000", 10),
        ("000-000-0000", 10),
        ('0000" "00', 6),
        ("00;[Red]-00", 2),
        ("0", 0),
        ("00.00", 0),
        ("#00", 0),
        (r"\W000", 0),
        ("yyyy-mm-dd", 0),
    ],
)
def test_separators_between_the_digits(tmp_path: Path, number_format: str, digits: int) -> None:
    path = tmp_path / "prices.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"] = 986
    sheet["A1"].number_format = number_format
    workbook.save(path)
    assert zeros.of_xlsx(path, "Sheet", 0) == (bytes([digits]) if digits else b"")
