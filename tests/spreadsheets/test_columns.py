import pytest

from crossdock.spreadsheets.columns import SYNONYMS, Column, match, normalised


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
        ("Код валюты", Column.CURRENCY),
        ("Manufacturer code", Column.ARTICLE),
        ("Hersteller-Nr.", Column.ARTICLE),
        ("КодПроизводителя", Column.ARTICLE),
        ("FİYAT", Column.PRICE),
        ("ÜRETİCİ", Column.BRAND),
        ("Бағасы, тг", Column.PRICE),
        ("Рэшта", Column.QUANTITY),
        ("Lagerbestand (Stück)", Column.QUANTITY),
        ("Waluta", Column.CURRENCY),
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
        *("Количество в упаковке", "Страна производителя"),
        "Прайс-лист: бренд, артикул и цена всех запасных частей, которые есть на наших складах",
    ],
)
def test_other_headings_are_not(heading: str) -> None:
    assert match(heading) is None


def test_each_synonym_stands_for_one_column_and_once() -> None:
    words = [normalised(synonym) for synonyms in SYNONYMS.values() for synonym in synonyms]
    assert sorted(words) == sorted(set(words))
