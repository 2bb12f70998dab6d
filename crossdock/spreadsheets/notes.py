"""Texts around a table's headings that tell of its prices."""

import re
from collections.abc import Iterator, Sequence

from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.currencies import currencies_in

ABOUT_PRICES = re.compile(r"цен|прайс|валют|стоимост|price|currenc|ціни|ціна", re.IGNORECASE)
EXCHANGE_RATE = re.compile(r"\b(?:курс|rate)\w*[ :=]*(?:\S+ ?){0,2}", re.IGNORECASE)
"""What "по курсу ЦБ" and "Курс USD 92,5" say of a currency is not that prices are in it."""

DIGIT = re.compile(r"\d")
MAX_NOTE = 200


def currency_notes(price: int | None, header: int, sample: Sequence[Row]) -> tuple[str, ...]:
    """The texts that name a currency: over the headings, and under that of the price.

    `price` is the index of the price's column, `header` that of the row of the headings.
    """
    if price is None:
        return ()
    return (*_under(price, sample[header + 1 :]), *_over(price, sample[:header]))


def _under(price: int, rows: Sequence[Row]) -> Iterator[str]:
    """The first cells of the column up to a number: a second line of the heading."""
    for row in rows:
        text = as_text(row[price]) if price < len(row) else ""
        if DIGIT.search(text):
            return
        if text and currencies_in(text):
            yield text[:MAX_NOTE]


def _over(price: int, rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        texts = [as_text(cell)[:MAX_NOTE] for cell in row]
        line = " ".join(filter(None, texts))
        if ABOUT_PRICES.search(line) and currencies_in(EXCHANGE_RATE.sub("", line)):
            yield line[:MAX_NOTE]
        elif price < len(texts) and not DIGIT.search(texts[price]) and currencies_in(texts[price]):
            yield texts[price]
