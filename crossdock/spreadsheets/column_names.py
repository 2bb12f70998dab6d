"""What columns are called, and under which headings they may stand, for people."""

from crossdock.spreadsheets.columns import Column
from crossdock.texts import Text as _

COLUMN_NAMES = {
    Column.BRAND: _("Brand"),
    Column.ARTICLE: _("Article"),
    Column.QUANTITY: _("Quantity"),
    Column.PRICE: _("Price"),
    Column.NAME: _("Name"),
    Column.CURRENCY: _("Currency"),
    Column.CEILING: _("Ceiling price"),
    Column.CODE: _("Own code"),
    Column.PACK: _("Pack"),
    Column.MINIMUM: _("Minimum quantity"),
    Column.DELIVERY: _("Delivery time"),
    Column.PART: _("Brand and article in one"),
}

EXAMPLES = {
    Column.BRAND: ("Бренд", "Производитель", "Марка", "Brand", "Manufacturer"),
    Column.ARTICLE: ("Артикул", "Каталожный номер", "Код детали", "Article", "Part number"),
    Column.QUANTITY: ("Количество", "Кол-во", "Остаток", "Quantity", "Qty"),
    Column.PRICE: ("Цена", "Цена закупки", "Price"),
    Column.NAME: ("Наименование", "Название", "Name", "Description"),
    Column.CURRENCY: ("Валюта", "Currency"),
    Column.CEILING: ("Макс. цена", "Цена не выше", "Целевая цена", "Max price", "Target price"),
    Column.CODE: ("Наш код", "Код клиента", "Артикул 1С", "Our code", "Customer code"),
    Column.PACK: ("Кратность", "Упаковка", "Мин. партия", "Pack", "Min lot"),
    Column.MINIMUM: ("Мин. заказ", "Минимальное количество", "MOQ", "Minimum order"),
    Column.DELIVERY: ("Срок поставки", "Срок, дн.", "Delivery time", "Lead time"),
    Column.PART: ("Бренд и артикул", "Бренд / артикул", "Brand and article"),
}
"""Headings to name in messages: enough to recognise one's own among them, in each language."""
