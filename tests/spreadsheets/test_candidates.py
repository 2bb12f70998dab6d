import pytest

from crossdock.spreadsheets.candidates import MAX_RIVALS, recognise
from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.recognition import Recognition

BRAND, ARTICLE, PRICE, QUANTITY = Column.BRAND, Column.ARTICLE, Column.PRICE, Column.QUANTITY


def of(headings: str, *below: str) -> Recognition:
    return recognise(list(headings.split("|")), [list(row.split("|")) for row in below])


def sure(headings: str, *below: str) -> dict[Column, int]:
    recognition = of(headings, *below)
    assert not recognition.doubts
    assert not recognition.guesses
    return recognition.columns


@pytest.mark.parametrize(
    ("headings", "rows", "index"),
    [
        ("Цена розничная|Цена закупки", ["7|5"], 1),
        ("РРЦ, цена|Цена", ["7|5"], 1),
        ("Цена|Розничная цена", ["5|7"], 0),
        ("Цена розничная|Цена опт", ["7|5"], 1),
        ("Цена за упаковку|Цена за шт", ["1200|100"], 1),
        ("Цена за комплект|Цена за шт", ["400|100"], 1),
        ("Cost|Unit cost|Qty", ["50|10|5", "40|20|2"], 1),
        ("Цена, руб|Курс", ["400|92,5"], 0),
        ("Listenpreis|Nettopreis, EUR", ["7|5"], 1),
        ("Cena detaliczna|Cena hurtowa", ["7|5"], 1),
        ("Perakende fiyat|Toptan fiyat, TL", ["7|5"], 1),
        ("Gesamtpreis, EUR|Preis, EUR", ["7|5"], 1),
        ("Цена от 100 шт|Цена от 10 шт|Цена от 1 шт", ["80|90|100"], 2),
        ("Цена, 10+ шт|Цена", ["80|100"], 1),
        ("Цена свыше 10 шт|Цена", ["80|100"], 1),
        ("Price per 100|Price", ["8000|100"], 1),
        ("Price/100|Price", ["8000|100"], 1),
        ("Старая цена|Цена", ["7|5"], 1),
        ("Цена уп.|Цена шт.", ["1200|100"], 1),
        ("Цена (коробка)|Цена", ["1200|100"], 1),
        ("Price per box|Price", ["1200|100"], 1),
        ("Цена, тыс. руб.|Цена, руб.", ["1,2|1200"], 1),
        ("Цена|Цена", ["5|5", "7|7"], 0),
        ("Цена за ед.|Остаток|Стоимость", ["100|5|500", "400|7|2800"], 0),
        ("Стоимость|Остаток|Цена за ед.", ["500|5|100", "2800|7|400", "|1|"], 2),
    ],
)
def test_the_price_that_headings_or_values_make_sure(
    headings: str, rows: list[str], index: int
) -> None:
    assert sure(headings, *rows)[PRICE] == index


@pytest.mark.parametrize(
    ("headings", "rows", "indexes"),
    [
        ("Цена опт 1|Цена опт 2", ["7|5"], (0, 1)),
        ("Цена|Цена опт", ["7|5"], (0, 1)),
        ("Цена|Цена дилерская|Розница", ["7|5|9"], (0, 1)),
        ("Цена, USD|Цена, руб", ["1|100"], (0, 1)),
        ("Price|Price USD", ["7|5"], (0, 1)),
        ("Цена|Стоимость|Остаток", ["100|500|5", "400|2801|7"], (0, 1)),
        ("Цена|Цена", ["5|5", "7|8"], (0, 1)),
        ("Цена за упаковку|Остаток", ["1200|5"], (0,)),
        ("Цена, тыс. руб.|Остаток", ["1,2|5"], (0,)),
        ("Цена, коп.|Остаток", ["1200|5"], (0,)),
        ("Цена в валюте|Остаток", ["12|5"], (0,)),
        ("Цена вал.|Остаток", ["12|5"], (0,)),
        ("Цена|Курс|Остаток", ["12|92,5|5"], (0,)),
        ("Цена от 100 шт|Цена от 10 шт", ["80|90"], (0, 1)),
    ],
)
def test_prices_of_which_each_could_be_meant_are_a_doubt(
    headings: str, rows: list[str], indexes: tuple[int, ...]
) -> None:
    assert of(headings, *rows).doubts == {PRICE: indexes}


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("Стоимость|Кол-во", "500|5"),
        ("Preis|Bestand", "5|1"),
        ("Кошт|Рэшта", "5|1"),
        ("Fiyat|Stok", "5|1"),
        ("Бағасы|Қалдық", "5|1"),
        ("Cena netto|Ilość", "5|1"),
    ],
)
def test_what_may_be_a_total_or_in_the_money_of_another_country_is_a_guess(
    headings: str, row: str
) -> None:
    recognition = of(headings, row)
    assert (recognition.columns[PRICE], recognition.guesses) == (0, {PRICE})


def test_a_plain_price_beside_another_is_a_guess() -> None:
    recognition = of("Цена|Цена 2", "7|5")
    assert (recognition.columns, recognition.guesses) == ({PRICE: 0}, {PRICE})
    assert not recognition.doubts


@pytest.mark.parametrize(
    ("headings", "rows", "index"),
    [
        ("Кол-во в уп.|Остаток на складе Москва", ["12|0", "24|7"], 1),
        ("Остаток|Резерв, кол-во|В пути, кол-во", ["5|1|2"], 0),
        ("Остаток|Заказ", ["5|", "7|"], 0),
        ("Bestellmenge|Bestand", ["|5"], 1),
        ("VPE, Stück|Lagerbestand", ["12|5"], 1),
        ("Ilość w opakowaniu|Stan", ["12|5"], 1),
        ("Sipariş adedi|Stok adedi", ["|5"], 1),
        ("Қаптамадағы саны|Қалдық", ["12|5"], 1),
        ("Заказ|Склад Москва", ["|5", "|7"], 1),
        ("Наличие|Количество товара на складе", ["Есть|40", "Нет|0"], 1),
        ("Остаток Москва|Остаток СПб|Остаток всего", ["1|2|3", "|5|5"], 2),
        ("Остаток|Остаток Москва|Остаток СПб", ["3|1|2", "5||5"], 0),
        ("Остаток|Наличие", ["3|3", "5|5"], 0),
        ("Наличие|Остаток Москва", ["Есть|"], 0),
        ("Начальный остаток|Конечный остаток", ["9|5"], 1),
        ("Свободный остаток (без резерва)|Кратность, кол-во", ["3|1"], 0),
    ],
)
def test_the_stock_that_headings_or_values_make_sure(
    headings: str, rows: list[str], index: int
) -> None:
    assert sure(headings, *rows)[QUANTITY] == index
    assert not of(headings, *rows).stores


@pytest.mark.parametrize(
    ("headings", "rows", "stores"),
    [
        ("Остаток Москва|Остаток СПб|Остаток Казань", ["0|5|2", "7|0|"], (1, 2)),
        ("Склад Москва|Склад СПб|Заказ", ["5|3|", "7|1|"], (1,)),
        ("Остаток Москва|Остаток СПб", ["5|", "7|", "7|", "7|1"], (1,)),
    ],
)
def test_several_stores_are_added(headings: str, rows: list[str], stores: tuple[int, ...]) -> None:
    recognition = of(headings, *rows)
    assert recognition.columns[QUANTITY] == 0
    assert recognition.stores == stores
    assert not recognition.doubts


@pytest.mark.parametrize(
    ("headings", "rows", "indexes"),
    [
        ("Количество|Остаток", ["12|0", "24|7"], (0, 1)),
        ("Остаток Москва|Наличие СПб", ["12|0", "24|7"], (0, 1)),
        ("Заказ|Потребность", ["1|2"], (0, 1)),
        ("Количество в комплекте", ["2", "4"], (0,)),
        ("Кол-во в кор.", ["12", "24"], (0,)),
        ("Qty per car", ["2", "4"], (0,)),
        ("Кількість замовлення", ["2", "4"], (0,)),
    ],
)
def test_stocks_of_which_each_could_be_meant_are_a_doubt(
    headings: str, rows: list[str], indexes: tuple[int, ...]
) -> None:
    assert of(headings, *rows).doubts == {QUANTITY: indexes}


def test_one_stock_without_a_place_beside_one_with_is_a_guess() -> None:
    recognition = of("Наявність віддалений склад|Наявність", "5|7")
    assert (recognition.columns[QUANTITY], recognition.guesses) == (1, {QUANTITY})


def test_stores_are_added_that_say_yes_or_no_beside_others_that_count() -> None:
    recognition = of("Склад 1|Склад 2", "есть|нет", "нет|>10")
    assert (recognition.columns[QUANTITY], recognition.stores) == (0, (1,))


def test_a_column_of_names_is_no_stock() -> None:
    assert QUANTITY not in sure("Склад отгрузки|Артикул", "Москва|GDB1", "СПб|GDB2")


def test_beside_a_model_the_make_is_the_cars() -> None:
    assert sure("Марка|Модель|Фирма", "VW|GOLF|BOSCH")[BRAND] == 2
    assert sure("Марка|Артикул", "BOSCH|1")[BRAND] == 0
    assert of("Марка|Модель|Артикул", "VW|GOLF|1").doubts == {BRAND: (0,)}


def test_a_column_that_is_filled_less_than_half_as_often_drops_out() -> None:
    assert sure("MPN|SKU", "VKBA 72328|1") == {ARTICLE: 0}
    assert sure("MPN|SKU", "|VKBA 72328", " |") == {ARTICLE: 1}
    assert sure("MPN|SKU", "1|1", "|2", "|3", "|4") == {ARTICLE: 1}
    assert sure("Артикул|Артикул аналога", "|GDB1330") == {ARTICLE: 1}


def test_signs_that_cannot_be_seen_are_no_part_of_a_heading() -> None:
    assert sure("Брен\u200bд|\ufeffАртикул|Це\u00adна") == {BRAND: 0, ARTICLE: 1, PRICE: 2}


def test_numbers_are_no_headings() -> None:
    headings: Row = [1.0, None, "Артикул"]
    assert recognise(headings, []).columns == {ARTICLE: 2}


def test_columns_that_are_compared_are_bounded() -> None:
    [doubt] = of("|".join(["Цена"] * 8_000), "|".join(map(str, range(8_000)))).doubts.values()
    assert len(doubt) == MAX_RIVALS


def test_what_a_part_is_for_is_a_car() -> None:
    assert BRAND in of("Марка|Применяемость|Артикул", "BMW|X5|1").doubts


def test_what_is_left_after_reserves_is_another_stock() -> None:
    assert QUANTITY in of("Остаток|В резерве|Доступно", "5|1|4", "6|2|4").doubts
