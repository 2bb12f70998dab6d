"""Brands and quantities that a supplier's lists lack."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from crossdock.errors import UserError
from crossdock.models import Supplier
from crossdock.pricelists.columns import describe
from crossdock.pricelists.importer import import_price_list
from crossdock.pricelists.report import ImportReport
from crossdock.spreadsheets.columns import Column
from tests.factories import today

ONE = "Артикул;Цена\nGDB1;10\n"


def imported(tmp_path: Path, supplier: Supplier, text: str) -> ImportReport:
    path = tmp_path / "list.csv"
    path.write_text(text)
    return import_price_list(path, supplier, today())


def test_they_are_those_of_all_rows(tmp_path: Path, supplier: Supplier) -> None:
    supplier.fixed_brand, supplier.fixed_quantity = "TRW", 3
    report = imported(tmp_path, supplier, ONE)
    offer = report.price_list.offers.get()
    assert (offer.brand, offer.brand_key, offer.quantity) == ("TRW", "trw", 3)
    assert list(describe(report.mapping))[-2:] == [
        "Brand: «TRW» in all rows, as is fixed for the supplier",
        "Quantity: «3» in all rows, as is fixed for the supplier",
    ]


@pytest.mark.parametrize(
    ("headings", "row", "brand", "quantity"),
    [
        ("Артикул;Цена;Бренд", "GDB1;10;KYB", "KYB", 3),
        ("Артикул;Цена;Остаток", "GDB1;10;7", "TRW", 7),
        ("Марка;Модель;Артикул;Цена", "BMW;X5;GDB1;10", "TRW", 3),  # the car's make
        ("Артикул;Цена;Заказ", "GDB1;10;", "TRW", 3),
    ],
)
def test_a_column_counts_before_them(
    tmp_path: Path, supplier: Supplier, headings: str, row: str, brand: str, quantity: int
) -> None:
    supplier.fixed_brand, supplier.fixed_quantity = "TRW", 3
    offer = imported(tmp_path, supplier, f"{headings}\n{row}\n").price_list.offers.get()
    assert (offer.brand, offer.quantity) == (brand, quantity)


def test_without_them_such_a_list_is_refused(tmp_path: Path, supplier: Supplier) -> None:
    with pytest.raises(UserError, match="can be fixed for all of them"):
        imported(tmp_path, supplier, ONE)


def test_only_what_is_fixed(supplier: Supplier) -> None:
    assert supplier.fixed == {}
    supplier.fixed_quantity = 0
    assert supplier.fixed == {Column.QUANTITY: "0"}


def test_a_fixed_brand_is_a_brand(supplier: Supplier) -> None:
    supplier.fixed_brand = "®"
    with pytest.raises(ValidationError):
        supplier.full_clean()
