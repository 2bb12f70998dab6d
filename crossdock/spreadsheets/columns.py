"""Which column is which, by its heading."""

import re
import unicodedata
from enum import StrEnum


class Column(StrEnum):
    """The columns that we know."""

    BRAND = "brand"
    ARTICLE = "article"
    PRICE = "price"
    QUANTITY = "quantity"
    NAME = "name"
    CURRENCY = "currency"


# The better synonym comes first; where several columns fit, it wins.
SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.BRAND: (
        *("Бренд", "Производитель", "Марка", "Brand", "Manufacturer", "Make", "Виробник"),
        *("Наименование производителя", "Название производителя", "Наименование бренда"),
        *("Название бренда", "Торговая марка", "Бренд производитель", "Изготовитель"),
        *("Фирма производитель", "Производитель детали", "Завод изготовитель", "Фирма"),
        *("Brand name", "Manufacturer name", "Maker", "Mfr", "Mfg", "Make name", "Vendor"),
        *("Proizvoditel", "Brend", "Marka", "Izgotovitel", "Торгова марка", "Марка товара"),
    ),
    Column.ARTICLE: (
        *("Артикул", "Каталожный номер", "Номер детали", "Код детали", "Номер запчасти"),
        *("№ детали", "№ запчасти", "Деталь №", "Артикул производителя", "Код производителя"),
        *("Номер производителя", "Каталожный №", "№ по каталогу", "Кат. номер", "Кат. №"),
        *("Part number", "Part No", "Part #", "PartNumber", "PartNo", "Part Nr", "Part code"),
        *("Article", "Article number", "Article No", "Articul", "Artikul", "PN", "P/N", "MPN"),
        *("Catalog number", "Catalogue number", "Номер деталі", "Каталожний номер"),
        *("Nomer detali", "Katalozhnyj nomer", "Katalozhniy nomer", "Номер по каталогу"),
        *("Артикул товара", "Артикул детали", "Арт.", "Код запчасти", "Код деталі", "SKU"),
        *("OEM", "OEM номер", "OEM number", "OE номер", "OE", "Оригинальный номер", "Item No"),
        *("Item number", "Номер", "Number", "Part", "Деталь", "Код товара", "Код товару"),
        *("Nomer", "Код", "Code", "Kod"),
    ),
    Column.QUANTITY: (
        *("Количество", "Кол-во", "К-во", "Кол.", "Qty", "Quantity", "Q-ty", "Кількість"),
        *("К-сть", "Остаток", "Остатки", "Наличие", "В наличии", "Наявність", "Залишок"),
        *("Залишки", "In stock", "Stock", "On stock", "Available", "Availability", "On hand"),
        *(
            "Доступно",
            "Свободно",
            "Свободный остаток",
            "Остаток на складе",
            "Склад",
            "Заказ",
            "Потребность",
        ),
        *("Kolichestvo", "Kol-vo", "Ostatok", "Nalichie", "Pcs", "Pieces", "Amount", "Шт."),
    ),
    Column.PRICE: (
        *("Цена закупки", "Закупочная цена", "Цена закупа", "Закупка", "Ваша цена", "Net price"),
        *("Цена", "Ціна", "Price", "Unit price", "Your price", "Purchase price", "Цена опт"),
        *("Оптовая цена", "Опт", "Cost", "Стоимость", "Вартість", "Tsena", "Cena"),
        *("Tsenazakup", "Tsenaopt", "Прайс", "Цена продажи", "Цена реализации", "Розничная цена"),
        *("Цена розничная", "Розница", "Retail price", "Tsenarozn"),
    ),
    Column.NAME: (
        *("Наименование", "Название", "Наименование товара", "Номенклатура", "Описание"),
        *("Name", "Description", "Part name", "Product name", "Product", "Товар", "Продукт"),
        *("Назва", "Найменування", "Опис", "Наименование детали", "Naimenovanie"),
        *("Nazvanie", "Opisanie", "Title", "Item name"),
    ),
    Column.CURRENCY: ("Валюта", "Валюта цены", "Код валюты", "Вал.", "Currency", "Curr.", "Ccy"),
}

# Too common to mean anything inside a longer heading: "Номер п/п", "Склад отгрузки".
ONLY_ALONE = frozenset(
    (
        *("номер", "number", "nomer", "код", "code", "kod", "арт", "sku", "oe", "part", "деталь"),
        *("склад", "заказ", "stock", "amount", "шт", "pcs", "pieces", "опт", "cost", "закупка"),
        *("прайс", "фирма", "vendor", "марка", "make", "товар", "product", "title", "name"),
    )
)
OTHER_MEANINGS = frozenset(
    (
        *("упаковке", "упаковка", "упаковки", "упак", "pack", "package", "кратность", "min"),
        *("мин", "минимальное", "минимальный", "минимальная", "minimum", "старая", "old"),
        *("валюта", "currency", "дата", "date", "страна", "country"),
    )
)
MAX_HEADING = 60


def normalised(heading: str) -> str:
    """The heading without case, punctuation, and units in brackets or after a comma."""
    text = unicodedata.normalize("NFKC", heading).casefold().replace("ё", "е")
    without_units = re.sub(r"\(.*?\)|\[.*?\]", " ", text).partition(",")[0]
    return _words(without_units) or _words(text)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+|#", text))


_KNOWN: dict[str, tuple[Column, int]] = {
    normalised(synonym): (column, rank)
    for column, synonyms in SYNONYMS.items()
    for rank, synonym in enumerate(synonyms)
}

_FIRST_WORDS = frozenset(synonym.split()[0] for synonym in _KNOWN)
"""Without one of them there is no synonym inside a heading: 16,000 columns are soon told."""


def match(heading: str) -> tuple[Column, bool, int] | None:
    """The column that the heading names, whether only by a part of it, and the synonym's rank."""
    if len(heading) > MAX_HEADING:
        return None
    words = normalised(heading)
    if not words:
        return None
    if words in _KNOWN:
        column, rank = _KNOWN[words]
        return column, False, rank
    each = words.split()
    if not OTHER_MEANINGS.isdisjoint(each) or _FIRST_WORDS.isdisjoint(each):
        return None
    inside = [
        synonym
        for synonym in _KNOWN
        if synonym not in ONLY_ALONE and f" {synonym} " in f" {words} "
    ]
    if not inside:
        return None
    column, rank = _KNOWN[max(inside, key=len)]
    return column, True, rank
