import pytest

from crossdock.spreadsheets.candidates import recognise
from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.columns import Column, normalised
from crossdock.spreadsheets.recognition import Recognition
from crossdock.spreadsheets.request_headings import REQUEST, REQUEST_SYNONYMS

QUANTITY, CEILING, CODE = Column.QUANTITY, Column.CEILING, Column.CODE


def of(headings: str, *below: str) -> Recognition:
    rows: list[Row] = [list(row.split("|")) for row in below]
    return recognise(list(headings.split("|")), rows, REQUEST)


@pytest.mark.parametrize(
    ("headings", "index"),
    [
        ("Остаток|Заказ", 1),
        ("Количество|Заказ", 1),
        ("Кол-во на складе|Кол-во к заказу", 1),
        ("Наличие|Потребность", 1),
        ("В наличии|Кол-во", 1),
        ("Свободный остаток, шт|Нужно, шт", 1),
        ("In stock|Qty", 1),
        ("Available qty|Order qty", 1),
        ("Qty available|Required", 1),
        ("Кол-во в упаковке|Требуется", 1),
        ("Bestand|Bestellmenge", 1),
        ("Stan|Ilość", 1),
        ("Stok|Adet", 1),
        ("Рэшта|Колькасць", 1),
        ("Қалдық|Саны", 1),
        ("Кратность, кол-во|Количество (шт.)", 1),
        ("Остаток Москва|Остаток СПб|Заказ", 2),
        ("Заказ|Остаток", 0),
        ("Необходимо, шт.|Остаток", 0),
    ],
)
def test_demand_is_not_stock(headings: str, index: int) -> None:
    recognition = of(headings, "1|2|3", "4|5|6")
    assert recognition.columns[QUANTITY] == index
    assert not recognition.stores
    assert not recognition.doubts


@pytest.mark.parametrize(
    "heading",
    [
        *("Остаток", "Наличие", "Склад", "На складе", "Свободно", "In stock", "Available"),
        *("Кол-во на складе", "Количество (остаток)", "Qty on hand", "Stock qty", "Склад 1"),
        *("Доступное количество", "Кол-во в наличии", "Quantity available", "Дата заказа"),
    ],
)
def test_stock_alone_is_no_demand(heading: str) -> None:
    assert QUANTITY not in of(heading, "1", "2").columns


def test_an_orders_number_is_no_quantity() -> None:
    assert of("Заказ|Кол-во", "ЗК-12|4", "ЗК-13|1").columns[QUANTITY] == 1


def test_few_parts_are_ordered_and_none_at_all_is_no_order() -> None:
    few = ["4|"] * 9 + ["4|1"]
    assert of("Количество|Заказ", *few).columns[QUANTITY] == 1
    assert of("Количество|Заказ", "4|", "5|").columns[QUANTITY] == 0


def test_two_demands_that_differ_are_a_doubt() -> None:
    assert of("Заказ|Потребность", "1|2").doubts == {QUANTITY: (0, 1)}
    assert not of("Заказ|Потребность", "1|1").doubts


@pytest.mark.parametrize(
    "heading",
    [
        *("Макс. цена", "Цена не выше", "Цена, не выше", "Цена (макс.)", "Целевая цена за шт, руб"),
        *("Target price", "Max price", "MAX. PRICE", "Price (max)", "Предельная цена, руб."),
    ],
)
def test_a_ceiling_is_no_price(heading: str) -> None:
    assert of(f"{heading}|Цена", "5|7").columns == {CEILING: 0, Column.PRICE: 1}


@pytest.mark.parametrize(
    "heading", ["Код клиента", "Наш код", "Артикул 1С", "Артикул 1C", "Customer code", "Код 1с"]
)
def test_an_own_code_is_no_article(heading: str) -> None:
    recognition = of(f"{heading}|Артикул", "7|W712")
    assert recognition.columns == {CODE: 0, Column.ARTICLE: 1}


def test_each_synonym_stands_for_one_column_and_once() -> None:
    words = [normalised(synonym) for synonyms in REQUEST_SYNONYMS.values() for synonym in synonyms]
    assert sorted(words) == sorted(set(words))
