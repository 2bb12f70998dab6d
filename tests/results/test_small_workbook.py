import io
from decimal import Decimal

from openpyxl import load_workbook

from crossdock.results.small_workbook import MONEY, TEXT, Column, small_workbook


def test_a_sheet_with_its_headings_and_formats() -> None:
    columns = [Column("Article", 30, TEXT), Column("Price", format=MONEY), Column("Note")]
    rows = [["007", Decimal("12.5"), None], ["=1+1", 7, "x"]]
    sheet = load_workbook(io.BytesIO(small_workbook(columns, rows))).worksheets[0]
    assert [list(row) for row in sheet.values] == [
        ["Article", "Price", "Note"],
        ["007", 12.5, None],
        ["=1+1", 7, "x"],
    ]
    assert sheet["A3"].data_type == "s"
    assert (sheet["A2"].number_format, sheet["B2"].number_format) == (TEXT, MONEY)
    assert sheet["A1"].font.b
    assert sheet.freeze_panes == "A2"
