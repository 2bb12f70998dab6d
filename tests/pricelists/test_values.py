import datetime
from decimal import Decimal
from typing import Any

import pytest

from crossdock.pricelists.conversion import Converter
from crossdock.pricelists.reasons import BadValueError, SkipReason
from crossdock.pricelists.values import parse_price, parse_quantity


@pytest.fixture(autouse=True)
def currencies(settings: Any) -> None:
    settings.CURRENCIES = ["RUB", "UAH"]


@pytest.mark.parametrize(
    ("cell", "price"),
    [
        (12, "12"),
        (450.91350000000006, "450.9135"),
        (0.00005, "0.0001"),
        (1.00005, "1.0001"),
        ("7956.19", "7956.19"),
        ("512,00", "512"),
        ("450.9135", "450.9135"),
        ("1.234", "1.234"),
        ("1 234,50", "1234.5"),
        ("1\u00a0180,00", "1180"),
        ("10\u2009716,57", "10716.57"),
        ("1\u202f234\u202f567,8", "1234567.8"),
        ("1,234.50", "1234.5"),
        ("1.234,50", "1234.5"),
        ("12'345.00", "12345"),
        ("12’345", "12345"),
        ("1,234,567", "1234567"),
        ("2129,652", "2129.652"),
        ("0,123", "0.123"),
        ("450 руб.", "450"),
        ("руб.450", "450"),
        ("450,- руб", "450"),
        ("99 UAH", "99"),
        ("1 049,20 грн", "1049.2"),
        ("₴15.5", "15.5"),
        ("15,50 р./шт.", "15.5"),
        ("12.50 RUB", "12.5"),
        ("0.1250 RUB", "0.125"),
        ("руб. 450", "450"),
        ("15 руб/компл", "15"),
        ("9999999999.9998", "9999999999.9998"),
    ],
)
def test_price_is_read(cell: str | float, price: str) -> None:
    assert parse_price(cell) == Decimal(price)
    assert parse_price(cell).as_tuple().exponent == -4


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (None, SkipReason.NO_PRICE),
        ("", SkipReason.NO_PRICE),
        ("\u00a0", SkipReason.NO_PRICE),
        ("—", SkipReason.NO_PRICE),
        ("нет цены", SkipReason.PRICE_UNREADABLE),
        ("по запросу", SkipReason.PRICE_UNREADABLE),
        ("от 450", SkipReason.PRICE_UNREADABLE),
        ("450 руб/уп", SkipReason.PRICE_UNREADABLE),
        ("0.15 %", SkipReason.PRICE_UNREADABLE),
        ("450-500", SkipReason.PRICE_UNREADABLE),
        ("12 50", SkipReason.PRICE_UNREADABLE),
        (".50", SkipReason.PRICE_UNREADABLE),
        ("(50)", SkipReason.PRICE_UNREADABLE),
        ("-₴450", SkipReason.PRICE_UNREADABLE),
        ("1" * 100, SkipReason.PRICE_UNREADABLE),
        (True, SkipReason.PRICE_UNREADABLE),
        (float("nan"), SkipReason.PRICE_UNREADABLE),
        (float("inf"), SkipReason.PRICE_UNREADABLE),
        (datetime.date(2026, 1, 31), SkipReason.PRICE_UNREADABLE),
        (0, SkipReason.PRICE_NOT_POSITIVE),
        ("0,00", SkipReason.PRICE_NOT_POSITIVE),
        ("-100,00", SkipReason.PRICE_NOT_POSITIVE),
        ("- 5", SkipReason.PRICE_NOT_POSITIVE),
        (0.00001, SkipReason.PRICE_NOT_POSITIVE),
        (1e10, SkipReason.PRICE_TOO_LARGE),
        (9999999999.99999, SkipReason.PRICE_TOO_LARGE),
        ("99 999 999 999", SkipReason.PRICE_TOO_LARGE),
        (1e300, SkipReason.PRICE_TOO_LARGE),
        ("1,234", SkipReason.PRICE_AMBIGUOUS),
        ("$6.80", SkipReason.PRICE_IN_FOREIGN_CURRENCY),
        ("6.80 EUR", SkipReason.PRICE_IN_FOREIGN_CURRENCY),
        ("12.50 USD", SkipReason.PRICE_IN_FOREIGN_CURRENCY),
        ("100.1250 CHF", SkipReason.PRICE_IN_FOREIGN_CURRENCY),
        ("12.50 XYZ", SkipReason.PRICE_UNREADABLE),
        ("6.80 у.е.", SkipReason.PRICE_IN_FOREIGN_CURRENCY),
    ],
)
def test_price_is_left_out(cell: str | float | None, reason: SkipReason) -> None:
    with pytest.raises(BadValueError) as caught:
        parse_price(cell)
    assert caught.value.reason is reason


def test_comma_is_what_it_is_in_the_rest_of_the_list() -> None:
    assert parse_price("1,234", decimal_comma=True) == Decimal("1.234")
    assert parse_price("1,234", decimal_comma=False) == Decimal(1234)
    assert parse_price("1.234", decimal_comma=True) == Decimal(1234)
    assert parse_price("1.234", decimal_comma=False) == Decimal("1.234")


def test_a_point_may_part_thousands_where_the_list_leaves_it_open() -> None:
    with pytest.raises(BadValueError) as caught:
        parse_price("1.234", is_point_decimal=False)
    assert caught.value.reason is SkipReason.PRICE_AMBIGUOUS
    assert parse_price("1.234", decimal_comma=True, is_point_decimal=False) == Decimal(1234)
    assert parse_price("1.23", is_point_decimal=False) == Decimal("1.23")


def test_rate_multiplies_before_rounding() -> None:
    assert parse_price("$6.80", converter=Converter(Decimal("92.5"))) == Decimal("629.0000")
    in_francs = Converter(Decimal(90), "CHF")
    assert parse_price("100.1250 CHF", converter=in_francs) == Decimal("9011.25")
    assert parse_price(0.00004, converter=Converter(Decimal(100))) == Decimal("0.004")
    with pytest.raises(BadValueError):
        parse_price(9_999_999_999, converter=Converter(Decimal(2)))


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [
        (None, 0),
        ("", 0),
        (7, 7),
        (4.0, 4),
        (2.5, "2.5"),
        (0.0005, "0.001"),
        (-3, 0),
        ("-3", 0),
        (True, 1),
        (False, 0),
        ("2 шт.", 2),
        ("2шт", 2),
        ("1 комплект", 1),
        (">10", 10),
        ("+10", 10),
        ("> 10 шт.", 10),
        (">0", 1),
        ("более 100", 100),
        ("10-50", 10),
        ("10 – 50 шт", 10),
        ("<5", 1),
        ("до 5", 1),
        ("<1", 0),
        ("100+", 100),
        ("1 000", 1000),
        ("5,000", 5),
        ("12.000", 12),
        ("около 50", 1),
        ("примерно 1 шт", 1),
        ("~5", 1),
        ("50 и более", 50),
        ("50 or more", 50),
        ("10..50", 10),
        ("10 … 50", 10),
        ("в наличии 5 шт", 5),
        ("в наличии: 5", 5),
        ("есть (5)", 5),
        ("есть (>10)", 10),
        ("***", 1),
        ("●", 1),
        ("по запросу", 0),
        ("ожидается 12.12", 0),
        ("в пути 5", 0),
        ("+", 1),
        ("есть", 1),
        ("Есть", 1),
        ("В наличии", 1),
        ("да", 1),
        ("yes", 1),
        ("In Stock", 1),
        ("нет", 0),
        ("Нет.", 0),
        ("-", 0),
        ("—", 0),
        ("очікуємо", 0),
        *((text, 0) for text in ("транзит", "предзаказ", "Нет в наличии, под заказ", "скоро")),
        *((text, 1) for text in ("В наличии много", "последний", "low", "багато")),
        ("ожидается", 0),
        ("под\u00a0заказ", 0),
        ("0", 0),
        ("0 шт.", 0),
        ("999999999", 999_999_999),
    ],
)
def test_quantity_is_what_there_is_for_sure(cell: str | float | None, quantity: str | int) -> None:
    assert parse_quantity(cell) == Decimal(quantity)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("Остаток", SkipReason.QUANTITY_UNREADABLE),
        ("#N/A", SkipReason.QUANTITY_UNREADABLE),  # not none
        ("#ССЫЛКА!", SkipReason.QUANTITY_UNREADABLE),
        ("5 (2)", SkipReason.QUANTITY_UNREADABLE),
        ("склад", SkipReason.QUANTITY_UNREADABLE),
        ("100%", SkipReason.QUANTITY_UNREADABLE),
        ("есть (скоро)", SkipReason.QUANTITY_UNREADABLE),
        ("5/2", SkipReason.QUANTITY_UNREADABLE),
        ("12 ящиков", SkipReason.QUANTITY_UNREADABLE),
        ("1" * 100, SkipReason.QUANTITY_UNREADABLE),
        (float("nan"), SkipReason.QUANTITY_UNREADABLE),
        (datetime.datetime(2026, 12, 10), SkipReason.QUANTITY_UNREADABLE),  # Excel's idea of 10-12
        (1e9, SkipReason.QUANTITY_TOO_LARGE),
        ("9999999999", SkipReason.QUANTITY_TOO_LARGE),
    ],
)
def test_quantity_is_left_out(cell: str | float, reason: SkipReason) -> None:
    with pytest.raises(BadValueError) as caught:
        parse_quantity(cell)
    assert caught.value.reason is reason
