"""Requests whose brand and article stand in one column, from the file to the result."""

from pathlib import Path

import pytest

from crossdock.models import BrandAlias, SupplierGroup
from tests.factories import make_group, make_offer, make_price_list, make_supplier
from tests.pipeline.test_wishes import process

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> SupplierGroup:
    supplier = make_supplier("North")
    prices = make_price_list(supplier)
    make_offer(prices, article="0986452041", price="120")
    make_offer(prices, brand="MANN", article="W712/75", price="10")
    BrandAlias.objects.create(alias="Mann Filter", brand="MANN")
    return make_group(supplier)


def test_each_row_is_taken_apart(tmp_path: Path, group: SupplierGroup) -> None:
    rows, _summary, _kept = process(
        tmp_path,
        group,
        "№;Бренд / артикул;Заказ",
        "1;BOSCH 0 986 452 041;4",
        "2;W712/75 (Mann-Filter);1",
        "3;Фильтр масляный MANN W712/75;1",
        "4;0986452041;1",
        "5;BOSCH;1",
        "6;;1",
    )
    assert [(row["Brand"], row["Article"], row["Best price 1"]) for row in rows] == [
        ("BOSCH", "0 986 452 041", 120),
        ("Mann-Filter", "W712/75", 10),
        (None, "Фильтр масляный MANN W712/75", None),
        (None, "0986452041", None),
        ("BOSCH", None, None),
        (None, None, None),
    ]
    assert [row["Outcome"] for row in rows][2:] == [
        "Brand and article cannot be told apart",
        "No brand",
        "No article",
        "Neither brand nor article",
    ]
    assert rows[0]["№"] is not None


def test_a_column_of_brands_beside_it_stays_in_the_result(
    tmp_path: Path, group: SupplierGroup
) -> None:
    rows, _summary, _kept = process(tmp_path, group, "Марка;Бренд/артикул", "Mazda;BOSCH 098")
    assert (rows[0]["Brand"], rows[0]["Марка"]) == ("BOSCH", "Mazda")
