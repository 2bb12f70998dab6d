"""The workbook that users download, fill with their parts and upload."""

from collections.abc import Iterable
from typing import BinaryIO

HEADINGS = ("Бренд", "Артикул", "Кол-во")
WIDTHS = (24, 28, 12)
EXAMPLES = (("BOSCH", "0 986 452 041"), ("MANN-FILTER", "W 712/75"), ("Hyundai/Kia", "263002Y500"))
AS_TEXT = "@"


def write_request_template(stream: BinaryIO, parts: Iterable[tuple[str, str]] = EXAMPLES) -> None:
    """Write a request file to fill, with `parts` (brand, article) as its example lines.

    The brand and article columns are formatted as text all the way down, so that a spreadsheet
    program keeps the leading zeros of what is typed or pasted there.
    """
    # Here, for it takes a tenth of the time in which any of our processes starts.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Запрос"
    sheet.append(HEADINGS)
    for row, part in enumerate(parts, 2):
        for column, text in enumerate(part, 1):
            cell = sheet.cell(row, column, text)
            cell.data_type = "s"  # openpyxl takes text with a leading = for a formula
            cell.number_format = AS_TEXT
        sheet.cell(row, 3, 1)
    for letter, width in zip("ABC", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for letter in "AB":
        sheet.column_dimensions[letter].number_format = AS_TEXT
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DCE6F1")
        cell.border = Border(bottom=Side("thin"))
        cell.alignment = Alignment(vertical="center")
    sheet.freeze_panes = "A2"
    workbook.save(stream)
