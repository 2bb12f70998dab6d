import datetime
import gc
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from crossdock.models import Offer, PriceList, Supplier
from crossdock.workers.process import OBJECTS_PER_ROUND

HEADER = "Бренд;Артикул;Цена;Остаток\n"


@pytest.fixture
def supplier(db: None) -> Supplier:
    return Supplier.objects.create(code="avto", name="Автоспутник")


@pytest.fixture
def price_list(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(HEADER + "TRW;GDB1;100;5\n", encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def collector_as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def run(*arguments: str | Path, **options: Any) -> str:
    output = StringIO()
    call_command("import_prices", *map(str, arguments), stdout=output, **options)
    return output.getvalue()


def test_it_says_what_was_taken_from_where(supplier: Supplier, price_list: Path) -> None:
    output = run(price_list, "--supplier", "avto", "--date", "2026-01-31")
    assert output.splitlines() == [
        "list.csv: the price list of Автоспутник, valid from 2026-01-31.",
        "Brand: «Бренд» (column A)",
        "Article: «Артикул» (column B)",
        "Price: «Цена» (column C)",
        "Quantity: «Остаток» (column D)",
        "Rows taken: 1",
        "Rows left out: 0",
    ]
    assert Offer.objects.get().valid_from == datetime.date(2026, 1, 31)


def test_it_spares_the_work_the_collectors_rounds(supplier: Supplier, price_list: Path) -> None:
    run(price_list, "--supplier", "avto")
    assert gc.get_threshold()[0] == OBJECTS_PER_ROUND


def test_without_a_date_it_is_today(supplier: Supplier, price_list: Path) -> None:
    before = timezone.localdate()
    run(price_list, "--supplier", "avto")
    assert before <= PriceList.objects.get().valid_from <= timezone.localdate()


def test_a_long_report_is_cut_on_the_terminal_and_whole_in_the_file(
    supplier: Supplier, price_list: Path
) -> None:
    with price_list.open("a", encoding="utf-8") as file:
        file.write("TRW;;100;5\n" * 7 + "TRW;GDB2;=1+1;5\n")
    output = run(price_list, "--supplier", "avto")
    assert (
        "  no article: 7 (row 3 «TRW»; row 4 «TRW»; row 5 «TRW»; row 6 «TRW»; row 7 «TRW»; …)\n"
        "  the price cannot be read: 1 (row 10 «=1+1»)\n"
        "Give --report FILE.xlsx for all of them.\n"
    ) in output

    report = price_list.with_name("report.xlsx")
    output = run(price_list, "--supplier", "avto", "--report", report)
    assert f"Every row left out is in {report}." in output
    rows = [[cell.value for cell in row] for row in load_workbook(report).active]
    assert [row[:4] for row in rows[1:]] == [
        *[["TRW", None, "100", "5"]] * 7,
        ["TRW", "GDB2", "=1+1", "5"],
    ]


def test_the_report_is_a_workbook(supplier: Supplier, price_list: Path) -> None:
    with pytest.raises(CommandError, match=r"ends in \.xlsx"):
        run(price_list, "--supplier", "avto", "--report", price_list.with_name("report.csv"))
    assert not PriceList.objects.exists()


def test_the_report_does_not_overwrite_the_price_list(supplier: Supplier, price_list: Path) -> None:
    workbook = price_list.rename(price_list.with_name("list.xlsx"))
    before = workbook.read_bytes()
    with pytest.raises(CommandError, match="overwrite"):
        run(workbook, "--supplier", "avto", "--report", workbook)
    assert workbook.read_bytes() == before


def test_rate_and_price_column(supplier: Supplier, price_list: Path) -> None:
    price_list.write_text("Brand;Article;Price USD;Qty\nTRW;GDB1;10;5\n")
    with pytest.raises(CommandError, match=r"Nothing was imported.*USD.*--rate 92\.5"):
        run(price_list, "--supplier", "avto")
    run(price_list, "--supplier", "avto", "--rate", "92,5")
    assert Offer.objects.get().price == 925
    price_list.write_text("Brand;Article;Price USD;Price 2;Qty\nTRW;GDB1;10;20;5\n")
    with pytest.raises(CommandError, match=r"«Price USD» \(column C\), «Price 2» \(column D\)"):
        run(price_list, "--supplier", "avto")
    assert "«Price 2»" in run(price_list, "--supplier", "avto", "--price-column", "d")


def test_columns_can_be_named_and_stores_added(supplier: Supplier, price_list: Path) -> None:
    price_list.write_text("Brand;Article;Price;Stock;Available\nTRW;GDB1;10;5;2\n")
    columns = ("--quantity-column", "D", "--quantity-column", "available")
    output = run(price_list, "--supplier", "avto", *columns)
    assert "Quantity: «Stock» (column D) + «Available» (column E)" in output
    stores = Offer.objects.order_by("quantity").values_list("quantity", "total_quantity")
    assert list(stores) == [(2, 7), (5, 7)]
    with pytest.raises(CommandError, match="once only"):
        run(price_list, "--supplier", "avto", "--price-column", "C", "--price-column", "D")


def test_guesses_and_a_list_without_stock_are_said(supplier: Supplier, price_list: Path) -> None:
    price_list.write_text("Brand;Article;Price;Price 2;Stock\nTRW;GDB1;10;20;0\n")
    output = run(price_list, "--supplier", "avto")
    assert "A guess, look whether it is right: Price." in output
    assert "WARNING: no row is in stock." in output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--supplier", "auto"), "no supplier with the code auto. The codes are: avto"),
        (("--supplier", "avto", "--date", "31.01.2026"), "31.01.2026 is no date"),
        (("--supplier", "avto", "--date", "2026-02-30"), "2026-02-30 is no date"),
        (("--supplier", "avto", "--date", "2999-01-01"), "still to come"),
        (("--supplier", "avto", "--rate", "x"), "x is no number"),
        (("--supplier", "avto", "--rate", "0"), "above zero"),
        (("--supplier", "avto", "--report", "/nowhere/report.xlsx"), "/nowhere/report.xlsx"),
    ],
)
def test_mistakes_are_explained(
    supplier: Supplier, price_list: Path, arguments: tuple[str, ...], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        run(price_list, *arguments)
    assert not PriceList.objects.exists()


def test_a_missing_file_is_explained(supplier: Supplier, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.csv"):
        run(tmp_path / "none.csv", "--supplier", "avto")
