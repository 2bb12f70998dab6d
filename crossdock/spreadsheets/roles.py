"""What kind of price or stock a column has, by its heading."""

import re
import unicodedata
from enum import IntEnum

from crossdock.spreadsheets.columns import Column


class Role(IntEnum):
    """What kind of price or stock a heading tells of."""

    OWN = 1
    PLAIN = 2
    WHOLESALE = 3
    RETAIL = 4
    TOTAL = 5
    ASIDE = 6


ROLES: dict[Column, tuple[tuple[Role, re.Pattern[str]], ...]] = {
    Column.PRICE: (
        (
            Role.ASIDE,
            re.compile(
                r"\b(?:стар|прошл|old\b|сумм|итог|всего|total|sum\b|amount|доставк|deliver|shipping"
                r"|gesamt|alter?\b|suma\b|wartość|toplam|eski\b|жалпы|ескі|агульн)"
                r"|\bтыс|^(?!.*\bруб).*\bкоп(?:\b|е)|\bcents?\b"
                r"|^(?!.*\b(?:за|per) (?:1 )?(?:шт|ед|pc|piece|unit))"
                r".*\b(?:уп\b|упак|короб|ящик|pack|box|паллет|партию|за (?:компл|набор|пару))"
                r"|\b(?:от|from|від|при|за|per|свыше|более|over) (?:[2-9]|\d{2,})"
                r"|(?:/|>|≥) ?(?:[2-9]|\d{2,})|\b(?:[2-9]|\d{2,}) ?(?:\+|шт|pcs)"
            ),
        ),
        (
            Role.OWN,
            re.compile(
                r"закуп|закупа|\b(?:ваш|your|net\b|purchase|моя\b|buying)|со скидк|\bek\b|einkauf"
                r"|zakup|\balış|\bдля (?:вас|клиент)|\bклиент|с учетом скидк"
            ),
        ),
        (
            Role.RETAIL,
            re.compile(
                r"розн|rozn|ррц|мрц|рекоменд|retail|rrp|msrp|реализ|продаж|uvp|\bvk\b|detal|brutto"
                r"|perakende|liste|бөлшек сауда"
            ),
        ),
        (
            Role.WHOLESALE,
            re.compile(
                r"\bопт|\w*opt\b|дилер|dealer|wholesale|партн|hurt|großhandel|toptan|көтерме"
            ),
        ),
    ),
    Column.QUANTITY: (
        (
            Role.ASIDE,
            re.compile(
                r"\b(?:уп\b|упак|pack|короб|box|ящик|кратн|мин\b|миним|min|макс|max|норм|партия)"
                r"|(?<!без )(?<!минус )резерв|reserv|транзит|transit|в пути|ожида|expect|поступ"
                r"|incoming|заказ|\border|потребн|продан|sold|required"
                r"|замовл|начал|початок|opening|тапсырыс|bestell|mindest|verpack"
                r"|\bvpe\b|zamów|opakow|rezerw|sipariş|paket|\bkoli\b|\bkutu\b|rezerve|упакоў|қаптам"
                r"|\bкор\b"
                r"|\b(?:в|на|per|for) (?:комплект|набор|авто|машин|узел|car|vehicle|set|kit)"
            ),
        ),
        (Role.TOTAL, re.compile(r"\b(?:всего|общ|итог|total|gesamt|razem|toplam|барлығы|усяго)")),
    ),
}


def role_of(column: Column, heading: str) -> Role:
    """The role of a column of this kind, as its heading tells it."""
    text = unicodedata.normalize("NFKC", heading).casefold().replace("ё", "е").replace("_", " ")
    roles = ROLES.get(column, ())
    return next((role for role, pattern in roles if pattern.search(text)), Role.PLAIN)


def is_price_of_one(heading: str) -> bool:
    """Whether a price under this heading is not that of many, a total, or an old one."""
    return role_of(Column.PRICE, heading) is not Role.ASIDE
