"""Texts around a table's headings that tell of its prices."""

import re
from collections.abc import Iterator, Sequence

from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.currencies import currencies_in

ABOUT_PRICES = re.compile(
    r"цен|прайс|валют|стоимост|price|currenc|preis|ціни|ціна|ціну|вартіст|баға", re.IGNORECASE
)
EXCHANGE_RATE = re.compile(r"\b(?:курс|rate)\w*[ :=]*(?:\S+ ?){0,2}", re.IGNORECASE)
"""What "по курсу ЦБ" and "Курс USD 92,5" say of a currency is not that prices are in it."""

DIGIT = re.compile(r"\d")
MAX_NOTE = 200


def currency_notes(price: int | None, header: int, sample: Sequence[Row]) -> tuple[str, ...]:
    """The texts that name a currency: over the headings, under that of the price, or at the end.

    `price` is the index of the price's column, `header` that of the row of the headings.
    """
    if price is None:
        return ()
    below = sample[header + 1 :]
    return (*_under(price, below), *_over(price, sample[:header]), *_alone(below))


def _under(price: int, rows: Sequence[Row]) -> Iterator[str]:
    """The first cells of the column up to a number: a second line of the heading."""
    for row in rows:
        text = as_text(row[price]) if price < len(row) else ""
        if DIGIT.search(text):
            return
        if text and currencies_in(text):
            yield text[:MAX_NOTE]


def _alone(rows: Sequence[Row]) -> Iterator[str]:
    """Lines of one text among the rows, as at a list's end: «Цены в долларах»."""
    for row in rows:
        texts = [text for cell in row if (text := as_text(cell))]
        if len(texts) == 1 and ABOUT_PRICES.search(texts[0]):
            text = EXCHANGE_RATE.sub("", texts[0][:MAX_NOTE])
            if currencies_in(text):
                yield text


def _over(price: int, rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        texts = [as_text(cell)[:MAX_NOTE] for cell in row]
        line = EXCHANGE_RATE.sub("", " ".join(filter(None, texts)))
        if ABOUT_PRICES.search(line) and currencies_in(line):
            yield line[:MAX_NOTE]
        elif price < len(texts) and not DIGIT.search(texts[price]) and currencies_in(texts[price]):
            yield texts[price]
