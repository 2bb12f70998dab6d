"""Requests whose brand and article stand in one column, from the file to the result."""

from pathlib import Path

import pytest

from crossdock.errors import UserError
from crossdock.models import BrandAlias, RememberedLayout, SupplierGroup
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.request_parts import PART_COLUMNS
from crossdock.pipeline.run import run
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping, Place
from crossdock.spreadsheets.reader_process import read_preview
from tests.factories import make_group, make_offer, make_price_list, make_supplier, make_user
from tests.pipeline.test_run import Recorder
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


def test_a_remembered_layout_is_read_as_chosen(tmp_path: Path, group: SupplierGroup) -> None:
    path, result = tmp_path / "a.csv", tmp_path / "result.xlsx"
    path.write_text("Что;Шт\nBOSCH 0986452041;4\n")
    seen = read_preview(path, needed=PART_COLUMNS)
    mapping = ColumnMapping({Column.PART: Place("Что", "A")}, is_complete=True)
    RememberedLayout.remember(seen.fingerprint, mapping, make_user("alice"))
    search = OfferSearch(group, 2)
    remembered = RememberedLayout.mapping_of
    summary = run(path, result, search, Recorder(), filename="a.csv", remembered=remembered)
    assert (summary.lines, summary.found) == (1, 1)

    path.write_text("Что;Сколько\nBOSCH 0986452041;4\n")
    with pytest.raises(UserError, match="not recognised"):
        run(path, result, search, Recorder(), filename="a.csv", remembered=remembered)


def test_a_column_of_brands_beside_it_stays_in_the_result(
    tmp_path: Path, group: SupplierGroup
) -> None:
    rows, _summary, _kept = process(tmp_path, group, "Марка;Бренд/артикул", "Mazda;BOSCH 098")
    assert (rows[0]["Brand"], rows[0]["Марка"]) == ("BOSCH", "Mazda")
