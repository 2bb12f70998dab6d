"""Where a row stands that is left out, in files of several tables."""

from pathlib import Path

import openpyxl

from crossdock.models import Supplier
from crossdock.pricelists.importer import import_price_list
from crossdock.pricelists.reasons import LeftOut, SkipReason
from tests.factories import today

HEADINGS = ["Бренд", "Артикул", "Цена", "Остаток"]


def test_a_row_of_a_further_sheet(tmp_path: Path, supplier: Supplier) -> None:
    workbook = openpyxl.Workbook()
    second = workbook.create_sheet("Опт")
    for sheet in (workbook.worksheets[0], second):
        for row in (["Прайс"], HEADINGS, ["TRW", "GDB1", 10, 5], [], ["TRW", "GDB2", "?", 5]):
            sheet.append(row)
    path = tmp_path / "list.xlsx"
    workbook.save(path)
    left_out: list[LeftOut] = []
    report = import_price_list(path, supplier, today(), left_out_to=lambda _table: left_out.append)
    assert [str(row.place) for row in left_out] == ["sheet «Sheet», row 5", "sheet «Опт», row 5"]
    assert "sheet «Опт», row 5 «?»" in str(next(iter(report.reasons())))
    assert report.rows_taken == 2


def test_of_one_sheet_only_the_row_is_named(tmp_path: Path, supplier: Supplier) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Бренд;Артикул;Цена;Остаток\nTRW;GDB1;10;5\n\nTRW;GDB2;?;5\n")
    left_out: list[LeftOut] = []
    import_price_list(path, supplier, today(), left_out_to=lambda _table: left_out.append)
    assert [str(row.place) for row in left_out] == ["row 4"]


def test_a_row_of_totals_is_no_offer(tmp_path: Path, supplier: Supplier) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Бренд;Артикул;Цена;Остаток\nTRW;GDB1;10;5\nИтого:;1;10;5\nTotal;5W40;9;1\n")
    report = import_price_list(path, supplier, today())
    assert report.rows_taken == 2
    assert report.left_out == {SkipReason.NO_BRAND: 1}
