"""What those who ask call their columns: a quantity is what they want, never what they have."""

import re
from collections.abc import Collection

from crossdock.spreadsheets.columns import PRICE_LIST, SYNONYMS, Column, Words

STOCK = re.compile(
    r"остат|залиш|налич|наявн|склад|свободн|доступн|резерв|в пути|транзит|ожида"
    r"|рэшт|наяўн|қалды|bestand|lager|verfüg|\bstan\b|magazyn|dostępn|\bstok"
    r"|\bid\b|\bnumber\b|\bn[or]\b|\bdate\b|\bstatus|\bномер|\bдат[аы]\b|статус"
    r"|\b(?:in|on) stock|\bstock|\bavailab|\bon hand|warehouse|reserv|transit|ostat|nalich"
)
"""What only those who sell have, or what is no number of pieces: nobody asks for it."""

DEMAND = re.compile(
    r"заказ|замовл|потреб|потріб|нужн|требу|необходим|запрос|запрош|купить|закупить|докупить"
    r"|bestell|bedarf|zamów|zapotrz|sipariş|ihtiyaç|тапсырыс|қажет|патрэб"
    r"|\border|\brequ|\bneed|\bdemand|\bwanted|\bto buy|zakaz|potreb"
)
"""What only those who ask have: it comes before a plain «Количество»."""

ASIDE = re.compile(
    r"\bуп\b|упак|\bpack|короб|\bbox|ящик|кратн|\bмин\b|миним|\bmin|норм|партия|продан|\bsold"
)
"""Quantities that are neither."""

REQUEST_SYNONYMS: dict[Column, tuple[str, ...]] = SYNONYMS | {
    Column.QUANTITY: (
        *("Количество к заказу", "Кол-во к заказу", "К заказу", "Заказ", "Заказать", "Потребность"),
        *("Нужно", "Требуется", "Необходимо", "Заказ шт", "Заказано", "Заявка", "Запрос"),
        *("Количество заказ", "Кол-во заказ", "Кол-во в заказ", "Количество в заказе", "К покупке"),
        *("К поставке", "Кол-во к поставке", "Количество к поставке", "К закупке", "Дозаказать"),
        *("Нужное количество", "Нужное кол-во", "Требуемое количество", "Требуемое кол-во"),
        *("Необходимое количество", "Необходимое кол-во", "Заказываемое количество", "Купить"),
        *("Order qty", "Order quantity", "Qty to order", "Quantity to order", "Ordered", "Order"),
        *("Required", "Required qty", "Required quantity", "Qty required", "Quantity required"),
        *("Needed", "Qty needed", "Quantity needed", "Demand", "Need", "Requested", "Wanted"),
        *("Requested qty", "Requested quantity", "Потрібно", "Замовлення", "Потреба", "Zakaz"),
        *("Количество", "Кол-во", "К-во", "Кол.", "Qty", "Quantity", "Q-ty", "Кількість", "К-сть"),
        *("Kolichestvo", "Kol-vo", "Pcs", "Pieces", "Amount", "Шт.", "Штук", "Bestellmenge"),
        *("Bedarf", "Menge", "Anzahl", "Stück", "Zamówienie", "Ilość", "Sztuk", "Sipariş"),
        *("Sipariş adedi", "Adet", "Miktar", "Тапсырыс", "Саны", "Колькасць", "Патрэбна"),
    ),
    Column.CEILING: (
        *("Макс. цена", "Максимальная цена", "Цена макс", "Цена максимальная", "Max price"),
        *("Maximum price", "Price max", "Цена не выше", "Не выше", "Не дороже", "Цена не более"),
        *("Цена не дороже", "Предельная цена", "Цена предельная", "Потолок цены", "Лимит цены"),
        *("Price limit", "Limit price", "Ceiling price", "Price ceiling", "Price cap", "Ceiling"),
        *("Целевая цена", "Цена целевая", "Target price", "Price target", "Желаемая цена"),
        *("Таргет", "Гранична ціна", "Максимальна ціна", "Макс. ціна", "Цільова ціна"),
    ),
    Column.CODE: (
        *("Код клиента", "Наш код", "Артикул 1С", "Код 1С", "Код в 1С", "Артикул в 1С", "Свой код"),
        *("Артикул 1C", "Код 1C", "Код в 1C", "Артикул в 1C", "Внутренний код", "Наш артикул"),
        *("Внутренний артикул", "Внутренний номер", "Наш номер", "Код покупателя", "Код заказчика"),
        *("Артикул клиента", "Артикул покупателя", "Номенклатурный номер", "Код номенклатуры"),
        *("Customer code", "Customer part number", "Customer part no", "Customer article"),
        *("Customer SKU", "Client code", "Our code", "Our SKU", "Own code", "Internal code"),
        *("Internal SKU", "Internal number", "Our part number", "Buyer code", "ERP code"),
        *("Код клієнта", "Внутрішній код", "Код замовника"),
    ),
    Column.PART: (
        *("Бренд и артикул", "Бренд артикул", "Артикул и бренд", "Артикул бренд", "Марка артикул"),
        *("Производитель и артикул", "Производитель артикул", "Артикул и производитель"),
        *("Бренд номер", "Бренд и номер", "Марка и артикул", "Фирма артикул", "Фирма и артикул"),
        *("Бренд каталожный номер", "Производитель номер", "Производитель каталожный номер"),
        *("Brand and article", "Brand article", "Article brand", "Brand and part number"),
        *("Brand part number", "Part number brand", "Brand number", "Brand and number"),
        *("Manufacturer part number brand", "Brand SKU", "Manufacturer article", "Make number"),
        *("Бренд і артикул", "Виробник артикул", "Виробник і артикул"),
    ),
}

PART = frozenset({Column.BRAND, Column.ARTICLE})
"""What a request's column of the role PART has."""

REQUEST = Words(REQUEST_SYNONYMS, never=STOCK)
"""What request files call their columns."""


def suffices(columns: Collection[Column], needed: Collection[Column]) -> bool:
    """Whether a table with these columns can be read; brand and article may be one in a request."""
    lacking = set(needed) - set(columns)
    return not lacking or (Column.PART in columns and set(needed) == PART)


def words_for(needed: Collection[Column]) -> Words:
    """The words of the kind of table that has these columns: only price lists need a price."""
    return PRICE_LIST if Column.PRICE in needed else REQUEST
