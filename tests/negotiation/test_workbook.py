from io import BytesIO

from openpyxl import load_workbook

from crossdock.negotiation.standing import LostLine
from crossdock.negotiation.workbook import workbook


def test_it_has_the_parts_and_the_price_to_be_chosen_at():
    lines = [LostLine(0, 7, "SKF", "0012", 2.0, 10.0, 9.5, 5.0)]
    sheet = load_workbook(BytesIO(workbook(lines))).active
    headings, row = list(sheet.values)
    assert headings[:4] == ("Brand", "Article", "Pieces asked for", "Your price")
    assert row == ("SKF", "0012", 2, 10, 9.5, 5)
