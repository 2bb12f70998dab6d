from pathlib import Path

import pytest

from crossdock.models import Supplier
from crossdock.pricelists.importer import import_price_list
from crossdock.pricelists.terms import (
    Store,
    Unread,
    hours_in_unit,
    parse_delivery,
    parse_minimum,
    parse_pack,
    store_of,
)
from crossdock.spreadsheets.cells import Cell
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping
from tests.factories import today

TERMS = ("pack", "minimum_quantity", "delivery_hours", "store", "total_quantity", "quantity")


@pytest.mark.parametrize(
    ("cell", "pieces"),
    [
        *((10, 10), (10.0, 10), ("кратно 4", 4), ("1/10", 10), ("уп. 10 шт", 10), ("10 шт/уп", 10)),
        *(("x10", 10), ("Упаковка (12)", 12), ("мин. 5", 5), ("", ""), (None, ""), ("-", "")),
        (0, ""),
    ],
)
def test_packs(cell: Cell, pieces: object) -> None:
    assert parse_pack(cell) == pieces


@pytest.mark.parametrize("cell", ["1.5", 2.5, "10/20", "коробка", "9" * 300, -3, "2-4"])
def test_no_pack_is_guessed(cell: Cell) -> None:
    with pytest.raises(Unread):
        parse_pack(cell)


@pytest.mark.parametrize(
    ("cell", "pieces"), [("от 2 шт", 2), ("MOQ 5", 5), (3, 3), ("не менее 4", 4), ("", "")]
)
def test_minimums(cell: Cell, pieces: object) -> None:
    assert parse_minimum(cell) == pieces


@pytest.mark.parametrize(
    ("cell", "unit", "hours"),
    [
        *(("2-3 дня", None, 72), ("48 ч", None, 48), ("сегодня", None, 0), ("Завтра", None, 24)),
        *(("1-2 нед.", None, 336), ("до 5 дн.", None, 120), ("1,5 дня", None, 36)),
        *((3, 24, 72), ("2 - 4", 24, 96), ("48", 1, 48), ("2 дня", 1, 48), ("", None, "")),
    ],
)
def test_delivery_times(cell: Cell, unit: int | None, hours: object) -> None:
    assert parse_delivery(cell, unit) == hours


@pytest.mark.parametrize("cell", [3, "в наличии", "уточняйте", "3 раб. дня", "900 нед."])
def test_no_delivery_time_is_guessed(cell: Cell) -> None:
    with pytest.raises(Unread):
        parse_delivery(cell)


@pytest.mark.parametrize(
    ("heading", "hours"),
    [
        ("Срок, дн.", 24),
        ("Срок поставки (часов)", 1),
        ("Дней доставки", 24),
        ("Срок доставки", None),
    ],
)
def test_headings_tell_the_unit(heading: str, hours: int | None) -> None:
    assert hours_in_unit(heading) == hours


@pytest.mark.parametrize(
    ("heading", "store"),
    [
        ("Москва 1 день", Store("Москва", 24)),
        ("СПб (2-3 дня)", Store("СПб", 72)),
        ("Остаток Мск, 48 ч", Store("Остаток Мск", 48)),
        ("Склад 2", Store("Склад 2", "")),
    ],
)
def test_headings_name_stores(heading: str, store: Store) -> None:
    assert store_of(heading) == store


@pytest.mark.django_db
def test_a_list_brings_its_terms(tmp_path: Path, supplier: Supplier) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Бренд;Артикул;Цена;Кратность;Мин. заказ;Срок, дн.;Остаток Мск 1 день;Остаток СПб\n"
        "TRW;GDB1;10;кратно 4;от 8 шт;2-3;5;2\n"
        "TRW;GDB2;10;;;;;1\n"
        "TRW;GDB3;10;много;;скоро;0;0\n"
    )
    report = import_price_list(path, supplier, today())
    assert list(report.price_list.offers.order_by("id").values_list(*TERMS)) == [
        (4, 8, 24, "Остаток Мск", 7, 5),
        (4, 8, 72, "Остаток СПб", 7, 2),
        (None, None, None, "Остаток СПб", 1, 1),
        (None, None, None, None, None, 0),
    ]
    assert report.unread == {Column.PACK: 1, Column.DELIVERY: 1}
    assert report.to_json()["unread"] == {"pack": 1, "delivery": 1}


@pytest.mark.django_db
def test_what_staff_say_is_no_pack_is_not_read(tmp_path: Path, supplier: Supplier) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Бренд;Артикул;Цена;Упаковка;Остаток\nTRW;GDB1;10;5;2\n")
    mapping = ColumnMapping.from_json(ColumnMapping(unread=[Column.PACK]).to_json())
    report = import_price_list(path, supplier, today(), mapping=mapping)
    assert report.price_list.offers.get().pack is None
