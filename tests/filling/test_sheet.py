import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from crossdock.filling.columns import NewColumn, Shown
from crossdock.filling.package import Package, UnusualPackage
from crossdock.filling.sheet import FilledSheet, Lines, SheetLines
from crossdock.spreadsheets.sheets import TablePlace


def package() -> Package:
    book, content = Workbook(), io.BytesIO()
    book.active.append(["Бренд"])  # type: ignore[union-attr]
    book.save(content)
    return Package(zipfile.ZipFile(content))


def filled(lines: Lines, sheet: str = "Sheet") -> tuple[str, dict[str, bytes | None]]:
    changed: dict[str, bytes | None] = {}
    wanted = SheetLines(TablePlace(sheet, 1, 2, 0), lines)
    columns = (NewColumn("Цена", Shown.MONEY), NewColumn("Дата", Shown.DAY))
    filled_sheet = FilledSheet(package(), wanted, columns, changed, overwrite=False)
    return b"".join(filled_sheet.xml()).decode(), changed


def test_each_value_is_shown_as_its_column_shows_values_and_texts_as_they_are() -> None:
    xml, changed = filled([(2, (1.5, date(2026, 11, 28))), (3, ("none", None))])
    styles = changed["xl/styles.xml"]
    assert styles is not None
    assert b'numFmtId="4"' in styles
    assert '<c r="B2" s="2"><v>1.5</v></c><c r="C2" s="3"><v>46354.0</v></c>' in xml
    assert '<c r="B3" s="1" t="inlineStr"><is><t>none</t></is></c></row>' in xml


@pytest.mark.parametrize(
    ("lines", "sheet"), [([(3, (1, None)), (3, (1, None))], "Sheet"), ([], "Other")]
)
def test_lines_out_of_order_and_unknown_sheets_are_refused(lines: Lines, sheet: str) -> None:
    with pytest.raises(UnusualPackage):
        filled(lines, sheet)
