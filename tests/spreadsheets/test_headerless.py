import pytest

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.headerless import guess

PART = {Column.BRAND, Column.ARTICLE}
PRICES = PART | {Column.PRICE, Column.QUANTITY}


def test_a_request_is_brand_and_article() -> None:
    rows: list[Row] = [["BOSCH", "0986452041"], ["SKF", 23364522], ["ЗМЗ", "406.1003"]]
    assert guess(rows, PART) == {Column.BRAND: 0, Column.ARTICLE: 1}


@pytest.mark.parametrize(
    "rows",
    [
        [["0986452041"], ["VKBA3644"]],
        [["0986452041", "BOSCH"], ["3644", "SKF"]],
        [["Фильтр масляный", 230.7], ["Свеча зажигания", 438.73]],
        [["Отдел продаж", "Иванов"], ["Бухгалтерия", "Петров"]],
        [["BOSCH", "Колодки 123", "0986452041"], ["TRW", "Диск 55", "GDB1550"]],
        [["Lieferant", "Teilenummer"], *([["BOSCH", "0986452041"]] * 9)],
        [["Hersteller", None], ["Lieferant", "Teilenummer"], *([["BOSCH", "0986452041"]] * 9)],
    ],
    ids=[
        "one column",
        "reversed",
        "prices",
        "names",
        "names of parts",
        "unknown headings",
        "in two rows",
    ],
)
def test_what_does_not_look_like_a_request_is_none(rows: list[Row]) -> None:
    assert guess(rows, PART) is None


def test_the_columns_of_a_price_list_are_told_by_content() -> None:
    rows: list[Row] = [
        ["шт", "Фильтр масляный", 1180.5, "0986452041", "BOSCH", ">10"],
        ["шт", "Ступица колеса", 940, "VKBA 3644", "SKF", "есть"],
        ["шт", "Фильтр воздушный", 320.25, 23364522, "BOSCH", "-"],
    ]
    assert guess(rows, PRICES) == {
        Column.NAME: 1,
        Column.PRICE: 2,
        Column.ARTICLE: 3,
        Column.BRAND: 4,
        Column.QUANTITY: 5,
    }


def test_a_first_row_without_a_price_is_a_heading_that_we_do_not_know() -> None:
    rows: list[Row] = [["BOSCH", f"098645204{n}", f"{n}", f"1180,5{n}"] for n in range(9)]
    assert guess([["BOSCH", "0986452049", "", "1"], *rows], PRICES) is None
    assert guess([["Marke", "Nr. 1", "Bestand", "Preis"], *rows], PRICES) is None
    assert guess(rows, PRICES) is not None


def test_the_first_of_two_prices_counts() -> None:
    rows: list[Row] = [
        ["BOSCH", "0986452041", "2", "1 180,50", "1 500,00"],
        ["SKF", "VKBA3644", "14", "940,10", "1 300,00"],
        ["SKF", "VKBA3645", "3", "950,10", "1 310,00"],
    ]
    assert guess(rows, PRICES) == {
        Column.BRAND: 0,
        Column.ARTICLE: 1,
        Column.QUANTITY: 2,
        Column.PRICE: 3,
    }


def test_a_price_list_without_a_quantity_is_not_guessed() -> None:
    rows: list[Row] = [["BOSCH", "0986452041", 1180.5], ["SKF", "VKBA3644", 940.25]] * 3
    assert guess(rows, PRICES) is None
