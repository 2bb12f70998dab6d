import pytest

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.columns import SYNONYMS, Column, match, normalised, recognise


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Бренд", Column.BRAND),
        ("ПРОИЗВОДИТЕЛЬ", Column.BRAND),
        (" марка ", Column.BRAND),
        ("Manufacturer", Column.BRAND),
        ("Make", Column.BRAND),
        ("Виробник", Column.BRAND),
        ("proizvoditel", Column.BRAND),
        ("_MANUFACTURER_", Column.BRAND),
        ("Наименование производителя", Column.BRAND),
        ("Артикул", Column.ARTICLE),
        ("Номер", Column.ARTICLE),
        ("Код детали", Column.ARTICLE),
        ("Каталожный номер", Column.ARTICLE),
        ("Каталожный номер производителя", Column.ARTICLE),
        ("№ детали", Column.ARTICLE),
        ("Part No.", Column.ARTICLE),
        ("PART-NUMBER", Column.ARTICLE),
        ("PartNumber", Column.ARTICLE),
        ("P/N", Column.ARTICLE),
        ("_SKU_", Column.ARTICLE),
        ("OEM", Column.ARTICLE),
        ("Кол-во", Column.QUANTITY),
        ("Кол.", Column.QUANTITY),
        ("Остаток, шт.", Column.QUANTITY),
        ("Наявність", Column.QUANTITY),
        ("Qty (pcs)", Column.QUANTITY),
        ("Цена, руб.", Column.PRICE),
        ("Цена закупки (шт)", Column.PRICE),
        ("Цена реализации Шт", Column.PRICE),
        ("Ціна, грн", Column.PRICE),
        ("_PRICE_", Column.PRICE),
        ("Price USD", Column.PRICE),
        ("tsenarozn", Column.PRICE),
        ("Наименование", Column.NAME),
        ("Продукт", Column.NAME),
        ("Description", Column.NAME),
    ],
)
def test_headings_are_recognised_whatever_case_and_punctuation(
    heading: str, column: Column
) -> None:
    named = match(heading)
    assert named is not None
    assert named[0] is column


@pytest.mark.parametrize(
    "heading",
    [
        *("", "№", "#", "№ п/п", "Номер п/п", "Номер телефона", "edizm", "Remark", "_UPC_"),
        *("Количество в упаковке", "Мин. количество", "Код валюты", "Страна производителя"),
        "Прайс-лист: бренд, артикул и цена всех запасных частей, которые есть на наших складах",
    ],
)
def test_other_headings_are_not(heading: str) -> None:
    assert match(heading) is None


def test_each_synonym_stands_for_one_column_and_once() -> None:
    words = [normalised(synonym) for synonyms in SYNONYMS.values() for synonym in synonyms]
    assert sorted(words) == sorted(set(words))


def test_of_two_prices_the_first_counts() -> None:
    headings: Row = ["Бренд", "Артикул", "Цена опт 1", "Цена опт 2"]
    assert recognise(headings, [])[Column.PRICE] == 2


def test_the_purchase_price_counts_wherever_it_stands() -> None:
    assert recognise(["Цена розничная", "Цена закупки"], []) == {Column.PRICE: 1}


def test_a_full_synonym_beats_a_part_of_a_heading() -> None:
    assert recognise(["Наявність віддалений склад", "Наявність"], []) == {Column.QUANTITY: 1}


def test_a_column_that_is_empty_loses() -> None:
    headings: Row = ["MPN", "SKU"]
    assert recognise(headings, [["VKBA 72328", "1"]]) == {Column.ARTICLE: 0}
    assert recognise(headings, [[None, "VKBA 72328"], [" "]]) == {Column.ARTICLE: 1}
    assert recognise(["Артикул", "Артикул аналога"], [["", "GDB1330"]]) == {Column.ARTICLE: 1}


def test_numbers_are_no_headings() -> None:
    assert recognise([1.0, None, "Артикул"], []) == {Column.ARTICLE: 2}
