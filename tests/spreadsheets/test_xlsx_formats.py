from pathlib import Path

import openpyxl

from crossdock.spreadsheets.number_formats import Formats, adds_leading_zeros, names_currency
from crossdock.spreadsheets.xlsx_formats import formats


def digits(forms: Formats) -> list[int]:
    return [form.digits for form in forms]


def test_formats_by_column(tmp_path: Path) -> None:
    path = tmp_path / "prices.xlsx"
    workbook = openpyxl.Workbook()
    workbook.create_sheet("other")["AB1"] = 1
    sheet = workbook["other"]
    for row, number_format in ((2, "0000000000"), (3, "0.00"), (4, "00000;-00000"), (6, "00")):
        sheet.cell(row, 28, row).number_format = number_format
        sheet.cell(row, 2, row).number_format = "000"
    workbook.save(path)
    by_column = formats(path, "other", adds_leading_zeros)
    assert digits(by_column[27]) == [0, 10, 0, 5, 0, 2]
    assert digits(by_column[1]) == [0, 3, 3, 3, 0, 3]
    assert by_column.keys() == {1, 27}
    assert formats(path, "other", names_currency) == {}
    assert formats(path, "Sheet", adds_leading_zeros) == {}


def test_without_such_formats_no_cell_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "prices.xlsx"
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["A1"] = 1
    workbook.save(path)
    assert formats(path, "Sheet", adds_leading_zeros) == {}
