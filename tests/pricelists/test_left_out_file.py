"""Rows left out as a workbook in the list's own layout: mended, it is imported like the list."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from crossdock.models import Offer, Supplier
from crossdock.pricelists import left_out_file
from crossdock.pricelists.importer import import_price_list
from crossdock.pricelists.left_out_file import left_out_to
from crossdock.pricelists.reasons import SkipReason
from crossdock.pricelists.report import ImportReport
from tests.factories import make_supplier, today

pytestmark = pytest.mark.django_db

HEADER = ("Brand", "Article", "Name", "Price", "Stock")
GOOD = ("TRW", "GDB1", "колодки", 100, 5)


def write(path: Path, *rows: Any, left: int = 0) -> Path:
    workbook = Workbook()
    for row in rows:
        workbook.active.append([None] * left + list(row))
    for row in workbook.active:
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    workbook.save(path)
    return path


def bring(path: Path, supplier: Supplier, **options: Any) -> tuple[ImportReport, Path]:
    """Import the list; what came of it, and the rows left out."""
    left_out = path.with_name(f"left out of {path.stem}.xlsx")
    with left_out_to(left_out) as sheet:
        report = import_price_list(path, supplier, today(), left_out_to=sheet, **options)
    return report, left_out


def cells(path: Path) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(path).active]


def mend(path: Path, row: int, column: int, value: Any) -> None:
    workbook = load_workbook(path)
    workbook.active.cell(row, column, value)
    workbook.save(path)


def test_the_whole_row_stands_there_with_the_reason(supplier: Supplier, tmp_path: Path) -> None:
    rows = (GOOD, ("TRW", None, "диск", 12.5, 3), ("TRW", "GDB2", None, "звоните", 7))
    _, left_out = bring(write(tmp_path / "list.xlsx", ("Prices",), HEADER, *rows), supplier)
    assert cells(left_out)[1:] == [
        [*rows[1], "row 4: no article"],
        [*rows[2], "row 5: the price cannot be read"],
    ]
    assert cells(left_out)[0][:5] == list(HEADER)


@pytest.mark.parametrize("left", [0, 2])
@pytest.mark.parametrize("header", [HEADER, None])
def test_mended_it_is_imported_like_the_list(
    supplier: Supplier, tmp_path: Path, header: tuple[str, ...] | None, left: int
) -> None:
    """Also without headings, and of a table that does not begin in the first column."""
    rows = [GOOD, ("TRW", "GDB2", "диск", "звоните", 5), ("ATE", "13.1", "диск", 50, 1)]
    letters = "CDEFG" if left else "ABCDE"
    chosen = {"brand": 0, "article": 1, "price": 3, "quantity": 4}
    if header is None:
        supplier.columns = {name: ["", letters[index]] for name, index in chosen.items()}
    path = write(tmp_path / "list.xlsx", *([header] if header else []), *rows, left=left)
    report, left_out = bring(path, supplier)
    assert (report.rows_taken, report.rows_left_out) == (2, 1)
    mend(left_out, 2 if header else 1, left + 4, 77)
    again, _nothing = bring(left_out, supplier)
    assert (again.rows_taken, again.rows_left_out) == (1, 0)
    offer = Offer.objects.get(price_list=again.price_list)
    assert (offer.brand, offer.article, offer.price, offer.quantity) == ("TRW", "GDB2", 77, 5)
    assert again.mapping.to_json() == report.mapping.to_json()


def test_unmended_rows_are_left_out_again(supplier: Supplier, tmp_path: Path) -> None:
    """A day or a number that has lost digits must not come back as a text, which would be taken."""
    rows = (
        ("TRW", datetime.date(2026, 5, 1), None, 10, 1),
        ("TRW", datetime.datetime(2026, 5, 1, 8, 30), None, 10, 1),
        ("TRW", 1.23456789012345e17, None, 10, 1),
        ("TRW", "1,23E+10", None, 10, 1),
        ("TRW", "GDB2", None, "5 USD", 1),
        ("TRW", "GDB3", None, 10, "мало?"),
        (None, "GDB4", None, 10, 1),
    )
    path = write(tmp_path / "list.xlsx", HEADER, GOOD, *rows)
    first, left_out = bring(path, supplier)
    assert (first.rows_taken, first.rows_left_out) == (1, len(rows))
    assert first.left_out[SkipReason.ARTICLE_IS_DATE] == 2
    workbook = load_workbook(left_out)
    workbook.active.append(GOOD)
    workbook.save(left_out)
    again, _ = bring(left_out, supplier)
    assert again.left_out == first.left_out


def test_a_line_that_names_the_currency_comes_along(supplier: Supplier, tmp_path: Path) -> None:
    rows = (("Цены в долларах",), HEADER, GOOD, ("TRW", "GDB2", None, None, 1))
    _, left_out = bring(write(tmp_path / "list.xlsx", *rows), supplier, rate=Decimal(90))
    assert cells(left_out)[0][0] == "Цены в долларах"
    mend(left_out, 3, 4, 2)
    again, _ = bring(left_out, supplier, rate=Decimal(90))
    assert Offer.objects.get(price_list=again.price_list).price == 180


def test_nothing_becomes_a_formula(supplier: Supplier, tmp_path: Path) -> None:
    evil = ("=1+1", "-", "+cmd|' /C calc'!A0", "@SUM(1)", "x;=cmd")
    path = write(tmp_path / "list.xlsx", HEADER, GOOD, evil, ("<b>&", None, "\t=1", 1, 1))
    _, left_out = bring(path, supplier)
    sheet = load_workbook(left_out).active
    assert [cell.value for cell in sheet[2]][:5] == list(evil)
    assert {cell.data_type for row in sheet for cell in row if cell.value} <= {"s", "n"}
    assert sheet["A3"].value == "<b>&"


@pytest.mark.parametrize("limit", [{"MAX_ROWS": 3}, {"MAX_BYTES": 900}])
def test_more_rows_than_are_kept_are_mentioned_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: dict[str, int]
) -> None:
    for name, value in limit.items():
        monkeypatch.setattr(left_out_file, name, value)
    path = write(tmp_path / "list.xlsx", HEADER, GOOD, *[("TRW", None, None, 1, 1)] * 9)
    report, left_out = bring(path, make_supplier())
    assert report.rows_left_out == 9
    reasons = [row[-1] for row in cells(left_out)]
    assert reasons.count("There are more rows than are kept here.") == 1
    assert len(reasons) < 9


def test_the_reasons_are_in_the_language_of_the_list(supplier: Supplier, tmp_path: Path) -> None:
    header = ("Бренд", "Артикул", "Цена", "Остаток")
    path = write(tmp_path / "list.xlsx", header, ("TRW", "GDB1", 10, 1), ("TRW", None, 10, 1))
    _, left_out = bring(path, supplier)
    with override("ru"):
        assert str(SkipReason.NO_ARTICLE.label) in cells(left_out)[1][-1]
