"""Prices and quantities, as suppliers write them."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal

from crossdock.pricelists.conversion import Converter
from crossdock.pricelists.currency import currency
from crossdock.pricelists.numbers import (
    MAX_FOLDED,
    MAX_RAW,
    NUMBER_PATTERN,
    folded,
    is_ambiguous,
    to_decimal,
)
from crossdock.pricelists.reasons import BadValueError, SkipReason
from crossdock.spreadsheets.cells import ERROR_VALUES, Cell
from crossdock.spreadsheets.currencies import ISO_CODES, MARKS, WORD

AS_IT_IS = Converter()
PRICE_STEP = Decimal("0.0001")
MIN_PRICE, MAX_PRICE = PRICE_STEP / 2, Decimal(10) ** 10 - PRICE_STEP  # numeric(14, 4)
QUANTITY_STEP = Decimal("0.001")
MAX_QUANTITY = Decimal(10) ** 9 - QUANTITY_STEP  # numeric(12, 3)

PACKS = frozenset(("уп", "упак"))
UNITS = frozenset(
    (
        *("шт", "штук", "штуки", "штука", "pcs", "pc", "pieces", "ea", "ед", "компл", "комплект"),
        *("к-т", "кт", "set", "sets", "пар", "пара", "pair", "уп", "упак", "л", "кг", "м"),
        *("l", "kg", "m"),
    )
)
QUANTITY_WORDS: dict[str, Decimal] = {
    **dict.fromkeys(
        (
            *("+", "++", "+++", "есть", "есть в наличии", "в наличии", "на складе", "имеется"),
            *("да", "много", "мало", "достаточно", "є", "є в наявності", "в наявності", "так"),
            *("yes", "y", "true", "in stock", "available", "low stock", "few", "many", "low"),
            *("средне", "в наличии много", "в наличии мало", "последний", "последняя"),
            *("заканчивается", "багато", "limited"),
            *("*", "**", "***", "****", "*****", "●", "●●", "●●●", "✓", "✔", "v"),
        ),
        Decimal(1),
    ),
    **dict.fromkeys(
        (
            *("", "-", "--", "нет", "нет в наличии", "нет на складе", "отсутствует", "под заказ"),
            *("заказ", "ожидается", "ожидаем", "в пути", "снят с производства", "немає", "нема"),
            *("ні", "немає в наявності", "очікуємо", "очікується", "під замовлення"),
            *("no", "n", "none", "false", "out of stock", "not available", "n/a", "on order"),
            *("нет в наличии, под заказ", "предзаказ", "транзит", "скоро", "скоро будет", "резерв"),
            *("в резерве", "нет данных", "закончился", "распродано", "pre-order", "preorder"),
            *("expected", "backorder", "in transit", "sold out", "по запросу", "отсутсвует"),
        ),
        Decimal(0),
    ),
}
AT_LEAST = ("+", ">=", ">", "≥", "более", "больше", "свыше", "от", "більше", "понад", "від", "over")
AT_MOST = ("<=", "<", "≤", "менее", "меньше", "до", "менше", "under")
ABOUT = ("~", "около", "примерно", "порядка", "близько", "about", "approx.", "approx", "ca.", "ca")

_USUAL = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")
"""Nearly all prices of most lists; none is too large."""
MAX_USUAL = 10**9

_SIMPLE = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,2})?")
_WITH_CODE = re.compile(r"([0-9]{1,15}\.(?:[0-9]{2}|[0-9]{4})) ([A-Z]{3})")


_RANGE = re.compile(r" ?\.{2,} ?")
_IN_STOCK = re.compile(
    r"(?:есть|в наличии|на складе|наличие|є|в наявності|in stock|available)[ :,]*\(?"
    r"(?P<rest>[^()]*\d[^()]*)\)?"
)
_NOT_YET = re.compile("ожида|очіку|поступ|под заказ|під замовл|в пути|expected|on order")
_NUMBER = re.compile(NUMBER_PATTERN)
_BOUND = "|".join(map(re.escape, AT_LEAST + AT_MOST + ABOUT))
_AND_MORE = r"\+|(?:и|та|or) (?:более|больше|выше|більше|more|over)"
_QUANTITY = re.compile(
    rf"(?P<bound>{_BOUND})? ?(?P<number>{NUMBER_PATTERN})(?: ?(?:-|до|to) ?{NUMBER_PATTERN})?"
    rf"(?: ?(?:{_AND_MORE}))? ?(?P<unit>[^\W\d_][^\W\d_-]*)?\.?"
)


def parse_price(
    cell: Cell,
    *,
    converter: Converter = AS_IT_IS,
    decimal_comma: bool | None = None,
    is_point_decimal: bool = True,
) -> Decimal:
    """The price, in the project's currency, above zero and with 4 decimals (half up).

    `decimal_comma`: whether the comma is the decimal sign of the list
    (`numbers.has_decimal_comma`). Where that is not known, "1,234" is not taken, for a price that
    is a thousand times too low would win everywhere; "1.234", as programs write it, is, unless
    `is_point_decimal` says that the list leaves it open (`numbers.may_part_thousands`).
    Raises BadValueError.
    """
    if converter.rate is None and (price := _usual(cell)):
        return price.quantize(PRICE_STEP, ROUND_HALF_UP)
    number = _exact(cell)
    if number is None and (parts := _with_code(cell)):
        number, converter = parts[0], converter.of(parts[1])
    elif number is None:
        if isinstance(cell, str) and (code := currency(cell[:MAX_RAW])):
            converter = converter.of(code)
        is_point_decimal = is_point_decimal or decimal_comma is not None
        number = _price_in_words(cell, decimal_comma, is_point_decimal)
    price = converter.convert(number)
    if price >= MAX_PRICE:
        raise BadValueError(SkipReason.PRICE_TOO_LARGE)
    if price < MIN_PRICE:
        raise BadValueError(SkipReason.PRICE_NOT_POSITIVE)
    return price.quantize(PRICE_STEP, ROUND_HALF_UP)


def _usual(cell: Cell) -> Decimal | None:
    """The price as nearly all are written or stored: plain, neither tiny nor huge."""
    if isinstance(cell, str):
        return Decimal(cell.replace(",", ".")) if _USUAL.fullmatch(cell) else None
    return Decimal(repr(cell)) if type(cell) is float and 1 <= cell < MAX_USUAL else None


def parse_quantity(cell: Cell, *, decimal_comma: bool | None = None) -> Decimal:
    """How many there are for sure: not negative, with 3 decimals (half up).

    ">10" is 10, "10-50" is 10, "<5" is 1, "около 50" is 1, "есть" is 1, "есть (5)" is 5, "под
    заказ" and "ожидается 12.12" are 0, an empty cell is 0. A lone
    comma is a decimal one ("1,000" is 1), as in the lists of 1C, unless `decimal_comma` says that
    it parts thousands in this list (or that points do).
    Raises BadValueError.
    """
    if cell is None or isinstance(cell, bool):
        return Decimal(int(cell or 0))
    quantity = _exact(cell)
    if quantity is None:
        quantity = _quantity_in_words(cell, decimal_comma)
    if quantity >= MAX_QUANTITY:
        raise BadValueError(SkipReason.QUANTITY_TOO_LARGE)
    if quantity <= 0:
        return Decimal(0)
    return quantity.quantize(QUANTITY_STEP, ROUND_HALF_UP)


def _exact(cell: Cell) -> Decimal | None:
    """The cell's number where it is stored as one, or is written in the commonest way."""
    if isinstance(cell, str):
        return Decimal(cell.replace(",", ".")) if _SIMPLE.fullmatch(cell) else None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        return Decimal(repr(cell))
    return None


def _with_code(cell: Cell) -> tuple[Decimal, str] | None:
    """The number and the currency of a price as `number_formats.with_currency` writes it."""
    parts = _WITH_CODE.fullmatch(cell) if isinstance(cell, str) else None
    return (Decimal(parts[1]), parts[2]) if parts and parts[2] in ISO_CODES else None


def _price_in_words(cell: Cell, decimal_comma: bool | None, is_point_decimal: bool) -> Decimal:
    if cell is None:
        raise BadValueError(SkipReason.NO_PRICE)
    if isinstance(cell, str) and len(cell) > MAX_RAW:
        raise BadValueError(SkipReason.PRICE_UNREADABLE)
    text = folded(cell) if isinstance(cell, str) else ""
    if isinstance(cell, str) and not text.strip("-"):
        raise BadValueError(SkipReason.NO_PRICE)
    found = _NUMBER.search(text) if len(text) <= MAX_FOLDED else None
    if found is None:
        raise BadValueError(SkipReason.PRICE_UNREADABLE)
    before, after = text[: found.start()], text[found.end() :]
    words = WORD.findall(f"{before} {after}")
    decoration = WORD.sub("", before).strip(" .:") + WORD.sub("", after).strip(" .,/-")
    number = to_decimal(found[0].strip())
    if (
        number is None
        or decoration
        or not all(word in MARKS or word in UNITS - PACKS for word in words)
        or (before and not WORD.search(before))  # ".50"
    ):
        raise BadValueError(SkipReason.PRICE_UNREADABLE)
    if is_ambiguous(found[0].strip()):
        is_decimal = not decimal_comma if "." in found[0] else decimal_comma
        if is_decimal is None or ("." in found[0] and not is_point_decimal):
            raise BadValueError(SkipReason.PRICE_AMBIGUOUS)
        return number if is_decimal else number * 1000
    return number


def _quantity_in_words(cell: Cell, decimal_comma: bool | None) -> Decimal:
    text = folded(cell) if isinstance(cell, str) and len(cell) <= MAX_RAW else None
    if text is None or len(text) > MAX_FOLDED or cell in ERROR_VALUES:
        raise BadValueError(SkipReason.QUANTITY_UNREADABLE)
    if (known := QUANTITY_WORDS.get(text.rstrip(".!"))) is not None:
        return known
    if _NOT_YET.match(text):
        return Decimal(0)
    if stock := _IN_STOCK.fullmatch(text):
        text = stock["rest"].strip()
    found = _QUANTITY.fullmatch(_RANGE.sub("-", text))
    number = to_decimal(found["number"]) if found else None
    if found is None or number is None or (found["unit"] or "шт") not in UNITS:
        raise BadValueError(SkipReason.QUANTITY_UNREADABLE)
    parts_thousands = decimal_comma is not None and ("," in found["number"]) is not decimal_comma
    if parts_thousands and is_ambiguous(found["number"]):
        number *= 1000
    if found["bound"] in AT_MOST:
        return Decimal(int(number > 1))
    if found["bound"] in ABOUT:
        return Decimal(int(number >= 1))
    if found["bound"] in AT_LEAST:
        return max(number, Decimal(1))
    return number
