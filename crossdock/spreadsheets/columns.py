"""Which column is which, by its heading."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from crossdock.spreadsheets.currencies import GLUED


class Column(StrEnum):
    """The columns that we know."""

    BRAND = "brand"
    ARTICLE = "article"
    PRICE = "price"
    QUANTITY = "quantity"
    NAME = "name"
    CURRENCY = "currency"
    CEILING = "ceiling"
    CODE = "code"
    PACK = "pack"
    MINIMUM = "minimum"
    DELIVERY = "delivery"
    PART = "part"
    """Brand and article together."""


# The better synonym comes first; where several columns fit, it wins.
SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.BRAND: (
        *("Бренд", "Производитель", "Марка", "Brand", "Manufacturer", "Make", "Виробник"),
        *("Наименование производителя", "Название производителя", "Наименование бренда"),
        *("Название бренда", "Торговая марка", "Бренд производитель", "Изготовитель"),
        *("Фирма производитель", "Производитель детали", "Завод изготовитель", "Фирма"),
        *("Brand name", "Manufacturer name", "Maker", "Mfr", "Mfg", "Make name", "Vendor"),
        *("Proizvoditel", "Brend", "Marka", "Izgotovitel", "Торгова марка", "Марка товара"),
        *("Произв.", "Произв-ль", "Изгот.", "Товарный знак", "Бренд запчасти"),
        *("Вытворца", "Брэнд", "Өндіруші", "Hersteller", "Marke", "Producent", "Üretici"),
    ),
    Column.ARTICLE: (
        *(
            "Артикул производителя",
            "Номер производителя",
            "Артикул",
            "Каталожный номер",
            "Номер детали",
            "Код детали",
        ),
        *("Номер запчасти", "№ детали", "№ запчасти", "Деталь №", "Код производителя"),
        *("Manufacturer part number", "Артикул продавца", "Артикул изготовителя"),
        *("Manufacturer code", "Manufacturer number", "Producer code", "Herstellernummer"),
        *("Hersteller Nr", "Kod producenta", "Numer producenta", "Üretici kodu", "Код виробника"),
        *("Каталожный №", "№ по каталогу", "Кат. номер", "Кат. №"),
        *("Part number", "Part No", "Part #", "Part Nr", "Part code"),
        *("Article", "Article number", "Article No", "Articul", "Artikul", "PN", "P/N", "MPN"),
        *("Catalog number", "Catalogue number", "Номер деталі", "Каталожний номер"),
        *("Nomer detali", "Katalozhnyj nomer", "Katalozhniy nomer", "Номер по каталогу"),
        *("Артикул товара", "Артикул детали", "Арт.", "Код запчасти", "Код деталі", "SKU"),
        *("OEM", "OEM номер", "OEM number", "OE номер", "OE", "Оригинальный номер", "Item No"),
        *("Item number", "Номер", "Number", "Part", "Деталь", "Код товара", "Код товару"),
        *("Nomer", "Код", "Code", "Kod", "Артыкул", "Нумар дэталі", "Бөлшек нөмірі"),
        *("Artikelnummer", "Artikelnr", "Artikel Nr", "Art.-Nr.", "Teilenummer", "OE-Nummer"),
        *("Numer katalogowy", "Nr katalogowy", "Numer części", "Indeks", "Kod produktu"),
        *("Parça no", "Parça numarası", "Parça kodu", "Ürün kodu", "Stok kodu"),
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
            "На складе",
            "Склад",
            "Заказ",
            "Потребность",
        ),
        *("Kolichestvo", "Kol-vo", "Ostatok", "Nalichie", "Pcs", "Pieces", "Amount", "Шт."),
        *("Колькасць", "Рэшта", "Наяўнасць", "Саны", "Қалдық", "Қалдығы", "Menge", "Anzahl"),
        *("Bestand", "Lagerbestand", "Stück", "Ilość", "Stan", "Stan magazynowy", "Dostępność"),
        *("Sztuk", "Stok", "Stok miktarı", "Stok adedi", "Adet", "Miktar"),
    ),
    Column.PRICE: (
        *("Цена закупки", "Закупочная цена", "Цена закупа", "Закупка", "Ваша цена", "Net price"),
        *(
            "Цена",
            "Ціна",
            "Price",
            "Unit price",
            "Your price",
            "Purchase price",
            "Unit cost",
            "Цена опт",
        ),
        *("Оптовая цена", "Опт", "Cost", "Стоимость", "Вартість", "Tsena", "Cena"),
        *("Оптовая", "Мелкий опт", "Крупный опт", "Мелкооптовая", "Крупнооптовая", "Дилер"),
        *("Дилерская", "Дилерская цена", "Спеццена", "Спец. цена", "Цена спец", "Розничная"),
        *("Tsenazakup", "Tsenaopt", "Прайс", "Цена продажи", "Цена реализации", "Розничная цена"),
        *("Цена розничная", "Розница", "Retail price", "Tsenarozn", "Цана", "Кошт", "Баға"),
        *("Бағасы", "Preis", "Nettopreis", "Stückpreis", "Einkaufspreis", "Cena netto"),
        *("Cena zakupu", "Fiyat", "Birim fiyat", "Net fiyat"),
    ),
    Column.NAME: (
        *("Наименование", "Название", "Наименование товара", "Номенклатура", "Описание"),
        *("Name", "Description", "Part name", "Product name", "Product", "Товар", "Продукт"),
        *("Назва", "Найменування", "Опис", "Наименование детали", "Naimenovanie"),
        *("Nazvanie", "Opisanie", "Title", "Item name", "Найменне", "Атауы", "Bezeichnung"),
        *("Beschreibung", "Nazwa", "Opis", "Ürün adı", "Açıklama"),
    ),
    Column.CURRENCY: (
        *("Валюта", "Валюта цены", "Код валюты", "Вал.", "Currency", "Curr.", "Ccy", "Währung"),
        *("Waluta", "Para birimi", "Döviz"),
    ),
}

# Only suppliers have terms: in a request such a column is one of the user's own.
OF_TERMS: dict[Column, tuple[str, ...]] = {
    Column.PACK: (
        *("Кратность", "Кратность заказа", "Кратность отгрузки", "Кратность продажи", "Упаковка"),
        *("Кратность упаковки", "Кратно", "Упак.", "Мин. партия", "Минимальная партия", "Min lot"),
        *("Minimum lot", "Minimal lot", "Pack", "Pack size", "Packing", "Multiplicity", "Lot size"),
        *("Мин. лот", "Минимальный лот", "Кратність", "Kratnost"),
    ),
    Column.MINIMUM: (
        *("Мин. заказ", "Минимальный заказ", "Минимальное количество", "Мин. количество"),
        *("Мин. кол-во", "Минимальное кол-во", "Минимальное количество заказа", "MOQ"),
        *("Мин. кол-во заказа", "Мин. количество для заказа", "Минимальное количество для заказа"),
        *("Minimum order", "Min order", "Minimum order quantity", "Min order qty", "Min qty"),
        *("Minimum quantity", "Min quantity", "Мін. замовлення", "Мінімальне замовлення"),
    ),
    Column.DELIVERY: (
        *("Срок поставки", "Срок доставки", "Сроки поставки", "Сроки доставки", "Срок отгрузки"),
        *("Время доставки", "Время поставки", "Дней до поставки", "Дней доставки", "Срок"),
        *("Ожидаемый срок", "Delivery time", "Delivery days", "Delivery period", "Lead time"),
        *("Leadtime", "Термін поставки", "Термін доставки", "Srok", "Srok postavki"),
    ),
}

# Too common to mean anything inside a longer heading: "Номер п/п", "Склад отгрузки".
ONLY_ALONE = frozenset(
    (
        *("номер", "number", "nomer", "код", "code", "kod", "арт", "sku", "oe", "part", "деталь"),
        *("склад", "заказ", "stock", "amount", "шт", "pcs", "pieces", "опт", "cost", "закупка"),
        *("stan", "stok", "adet", "indeks", "marke", "opis", "саны", "stück", "menge", "anzahl"),
        *("срок", "srok", "pack", "packing", "упак", "упаковка", "кратно", "moq"),
        *("прайс", "фирма", "vendor", "марка", "make", "товар", "product", "title", "name"),
    )
)
OTHER_MEANINGS = frozenset(
    (
        *("упаковке", "упаковка", "упаковки", "упак", "pack", "package", "кратность", "min"),
        *("мин", "минимальное", "минимальный", "минимальная", "minimum", "старая", "old"),
        *("валюта", "currency", "дата", "date", "страна", "country", "mindest", "verpackung"),
        *("opakowaniu", "opakowanie", "paket", "koli", "kutu", "қаптама", "упакоўцы"),
    )
)
HIGHEST = frozenset(("макс", "максимальная", "max", "maximum", "средняя", "average", "avg"))
"""Of several prices; only who asks for parts names the highest one as such."""

SUM_OF = re.compile(r"^(?:сумма по полю|sum of)\s+")
"""What pivot tables put before a heading."""

OF_TABLE = re.compile(
    r"(?:номенклатура|товары?|products?|items?)\.(\w.*)|(?:products?|items?|\w+s) ?\[([^\[\]]+)\]"
)
"""«Номенклатура.Артикул» of 1C, «Products[Brand]» of Power BI."""

MAX_HEADING = 60


def normalised(heading: str) -> str:
    """The heading without case, punctuation, and units in brackets or after a comma."""
    text = _folded(heading)
    without_units = re.sub(r"\(.*?\)|\[.*?\]", " ", text).partition(",")[0]
    return _words(without_units) or _words(text)


def _folded(heading: str) -> str:
    plain = GLUED.sub(" ", unicodedata.normalize("NFKC", heading)).casefold()
    plain = plain.replace("ё", "е").replace("\u0307", "")  # the dot of a small Turkish İ
    plain = SUM_OF.sub("", plain)
    inside = OF_TABLE.fullmatch(plain)
    return inside[1] or inside[2] if inside else plain


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+|#", text))


class Words:
    """The headings that one kind of table has; the better synonym of a column comes first.

    `never` is what no heading of a quantity has in it.
    """

    def __init__(
        self, synonyms: Mapping[Column, Sequence[str]], never: re.Pattern[str] | None = None
    ) -> None:
        self._never = never
        self._synonyms = synonyms
        is_request = Column.CEILING in synonyms
        self._other_meanings = OTHER_MEANINGS if is_request else OTHER_MEANINGS | HIGHEST

    @cached_property
    def _known(self) -> dict[str, tuple[Column, int]]:
        """Made when it is needed: of the two kinds of table a process reads one."""
        return {
            normalised(synonym): (column, rank)
            for column, words in self._synonyms.items()
            for rank, synonym in enumerate(words)
        }

    @cached_property
    def _first_words(self) -> frozenset[str]:
        """Without one of them there is no synonym inside a heading: 16,000 are soon told."""
        return frozenset(synonym.split()[0] for synonym in self._known)

    def match(self, heading: str) -> tuple[Column, bool, int] | None:
        """The column that the heading names, whether only by a part of it, the synonym's rank."""
        if len(heading) > MAX_HEADING:
            return None
        words, whole = normalised(heading), _words(_folded(heading))
        told = self._known.get(whole, (None,))[0]
        if told is Column.CEILING or (told is Column.PART and "," in heading):
            words = whole  # «Цена (макс.)» is no «Цена», «Бренд, артикул» no «Бренд»
        match = self._match(words) if words else None
        if match and match[0] is Column.QUANTITY and self._never:
            is_never = self._never.search(_folded(heading).replace("_", " "))
            return None if is_never else match
        return match

    def _match(self, words: str) -> tuple[Column, bool, int] | None:
        if words in self._known:
            column, rank = self._known[words]
            return column, False, rank
        each = words.split()
        if not self._other_meanings.isdisjoint(each) or self._first_words.isdisjoint(each):
            return None
        inside = [
            synonym
            for synonym in self._known
            if synonym not in ONLY_ALONE and f" {synonym} " in f" {words} "
        ]
        if not inside:
            return None
        column, rank = self._known[max(inside, key=len)]
        return column, True, rank


NOT_PIECES = re.compile(
    r"\b(?:дн(?:ей|и|я)|days?|отзыв|фото|зуб|отверст|цилиндр|мест\b|предложен|review|image|photo)"
    r"|\bstatus\b|\bid\b"
)
"""What is counted that is not for sale: «Количество дней», «Stock ID»."""

PRICE_LIST = Words(SYNONYMS | OF_TERMS, never=NOT_PIECES)
"""What suppliers call their columns."""


def match(heading: str, words: Words = PRICE_LIST) -> tuple[Column, bool, int] | None:
    """The column that the heading names, whether only by a part of it, and the synonym's rank."""
    return words.match(heading)
