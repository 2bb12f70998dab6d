"""Columns that cannot be told for sure: a question, or at least a word."""

from pathlib import Path

import pytest

from crossdock.errors import UserError
from crossdock.models import Supplier
from crossdock.pricelists.columns import describe, guessed
from crossdock.pricelists.importer import import_price_list
from crossdock.pricelists.reasons import SkipReason
from crossdock.spreadsheets.columns import Column
from tests.factories import today


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def test_of_two_prices_the_command_names_both(path: Path, supplier: Supplier) -> None:
    path.write_text("Бренд;Артикул;Цена опт 1;Цена опт 2;Остаток\nTRW;GDB1;10;9;5\n")
    with pytest.raises(UserError, match=r"«Цена опт 1» \(column C\), «Цена опт 2» \(column D\)"):
        import_price_list(path, supplier, today())
    assert not supplier.price_lists.exists()
    report = import_price_list(path, supplier, today(), column_names={Column.PRICE: ["D"]})
    assert report.price_list.offers.get().price == 9


def test_what_staff_chose_is_no_question_any_more(path: Path, supplier: Supplier) -> None:
    path.write_text("Бренд;Артикул;Цена опт 1;Цена опт 2;Остаток\nTRW;GDB1;10;9;5\n")
    supplier.columns = {"price": ["Цена опт 2", "D"]}
    assert import_price_list(path, supplier, today()).price_list.offers.get().price == 9


def test_each_store_is_an_offer(path: Path, supplier: Supplier) -> None:
    path.write_text("Бренд;Артикул;Цена;Остаток Москва;Остаток СПб\nTRW;GDB1;10;>5;2\n")
    report = import_price_list(path, supplier, today())
    stored = report.price_list.offers.order_by("id").values_list("store", "quantity")
    assert list(stored) == [("Остаток Москва", 5), ("Остаток СПб", 2)]
    assert report.rows_taken == report.rows_in_stock == 1
    assert "Quantity: «Остаток Москва» (column D) + «Остаток СПб» (column E)" in describe(
        report.mapping
    )


def test_stores_may_be_named(path: Path, supplier: Supplier) -> None:
    path.write_text("Бренд;Артикул;Цена;Остаток;Наличие;Кол-во\nTRW;GDB1;10;5;2;1\n")
    with pytest.raises(UserError, match="Which column is «Quantity»"):
        import_price_list(path, supplier, today())
    names = {Column.QUANTITY: ["остаток", "F"]}
    report = import_price_list(path, supplier, today(), column_names=names)
    offers = report.price_list.offers.order_by("id")
    assert list(offers.values_list("quantity", "total_quantity")) == [(5, 6), (1, 6)]


def test_a_name_may_leave_nothing_for_another_column(path: Path, supplier: Supplier) -> None:
    path.write_text("Бренд;Артикул;Цена;Остаток\nTRW;GDB1;10;5\n")
    with pytest.raises(UserError, match="No column is left that could be: Article"):
        import_price_list(path, supplier, today(), column_names={Column.PRICE: ["B"]})


def test_the_sum_of_stores_has_its_limit_too(path: Path, supplier: Supplier) -> None:
    row = "10;999999999;999999999"
    path.write_text(f"Бренд;Артикул;Цена;Остаток А;Остаток Б\nTRW;GDB1;{row}\nTRW;GDB2;10;1;2\n")
    report = import_price_list(path, supplier, today())
    assert report.left_out == {SkipReason.QUANTITY_TOO_LARGE: 1}


def test_a_guess_is_marked(path: Path, supplier: Supplier) -> None:
    path.write_text("Бренд;Артикул;Цена;Цена 2;Остаток\nTRW;GDB1;10;9;5\n")
    report = import_price_list(path, supplier, today())
    assert guessed(report.mapping) == "A guess, look whether it is right: Price."


def test_rows_in_stock_are_counted(path: Path, supplier: Supplier) -> None:
    path.write_text("Бренд;Артикул;Цена;Остаток\nTRW;GDB1;10;0\nTRW;GDB2;10;1\n")
    assert import_price_list(path, supplier, today()).rows_in_stock == 1


@pytest.mark.parametrize(
    "heading", ["Сумма, руб", "Цена за упаковку, руб", "Цена от 10 шт, руб", "Цена, тыс. руб"]
)
def test_a_known_currency_makes_no_price_of_one(
    path: Path, supplier: Supplier, heading: str
) -> None:
    path.write_text(f"Бренд;Артикул;Цена доставки;{heading};Остаток\nTRW;GDB1;1;10;5\n")
    with pytest.raises(UserError, match="Which column is «Price»"):
        import_price_list(path, supplier, today())
