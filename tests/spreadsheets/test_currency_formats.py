from pathlib import Path

import openpyxl
import pytest
import xlwt

from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.currency_formats import currency_of_format
from crossdock.spreadsheets.mapping import NO_MAPPING
from crossdock.spreadsheets.reader_process import open_table, read_preview

NEEDED = (Column.BRAND, Column.ARTICLE, Column.PRICE, Column.QUANTITY)
PART = (Column.BRAND, Column.ARTICLE)


@pytest.mark.parametrize(
    ("number_format", "code"),
    [
        ("[$$-409]#,##0.00", "USD"),
        ("[$$-409]#,##0.00;[Red]-[$$-409]#,##0.00", "USD"),
        ('"$"#,##0.00', "USD"),
        ("\\$#,##0.00_);(\\$#,##0.00)", "USD"),
        ("$#,##0.00", "USD"),
        ("#,##0.00\\ [$€-407]", "EUR"),
        ("#,##0.00[$€-1]", "EUR"),
        ("[$USD] #,##0.00", "USD"),
        ('#,##0.00 "у.е."', "USD"),
        ('#,##0.00"р."', "RUB"),
        ("#,##0.00 [$₴-422]", "UAH"),
        ("General", ""),
        ("#,##0.00", ""),
        ('0" шт."', ""),
        ("[$-409]d mmm yy", ""),
        ("[Red]0.00", ""),
    ],
)
def test_a_format_shows_its_currency(number_format: str, code: str) -> None:
    assert currency_of_format(number_format) == code


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([])
    sheet.append([None, "Бренд", "Артикул", "Цена", "Остаток"])
    formats = ("[$$-409]#,##0.00", "0.00", '#,##0.00"р."')
    for row, number_format in enumerate(formats, start=3):
        sheet.append([None, "TRW", f"GDB{row}", 12.5, 1])
        sheet.cell(row, 4).number_format = number_format
        sheet.cell(row, 5).number_format = formats[0]
    book.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


def test_prices_name_the_currency_that_their_format_shows(path: Path) -> None:
    with open_table(path, needed=NEEDED) as table:
        rows = list(table.rows())
    assert [row[2] for row in rows] == ["12.5000 USD", 12.5, "12.5000 RUB"]
    assert [row[3] for row in rows] == [1, 1, 1]
    preview = read_preview(path, needed=NEEDED, mapping=NO_MAPPING)
    assert preview.rows[-1][2] == "12.5000 RUB"


def test_a_request_keeps_its_numbers(path: Path) -> None:
    with open_table(path, needed=PART) as table:
        assert [row[2] for row in table.rows()] == [12.5] * 3


@pytest.mark.parametrize(
    ("number_format", "price"),
    [
        ("[$$-409]#,##0.00", "12.5000 USD"),
        ('#,##0.00"р."', "12.5000 RUB"),
        ('"$"#,##0.00_);("$"#,##0.00)', 12.5),  # the money of whoever looks at it
        ("0.00", 12.5),
    ],
)
def test_an_xls_too(tmp_path: Path, number_format: str, price: str | float) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for column, heading in enumerate(("Бренд", "Артикул", "Цена", "Остаток")):
        sheet.write(0, column, heading)
    for column, value in enumerate(("TRW", "GDB1", 12.5, 1)):
        style = xlwt.easyxf(num_format_str=number_format if column == 2 else "General")
        sheet.write(1, column, value, style)
    book.save(str(tmp_path / "list.xls"))
    with open_table(tmp_path / "list.xls", needed=NEEDED) as table:
        assert [row[2] for row in table.rows()] == [price]
