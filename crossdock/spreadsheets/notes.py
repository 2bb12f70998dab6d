"""Texts around a table's headings that tell of its prices."""

import re
from collections.abc import Iterator, Sequence

from crossdock.spreadsheets.cells import Cell, Row, as_text
from crossdock.spreadsheets.currencies import ISO_CODES, SIGNS, currencies_in, is_currency

ABOUT_PRICES = re.compile(
    r"\bцен(?:[аыуе]|ой|ам|ами|ах|ник\w*)?\b|прайс|валют|стоимост|price|currenc|preis"
    r"|ціни|ціна|ціну|вартіст|баға",
    re.IGNORECASE,
)
EXCHANGE_RATE = re.compile(r"\b(?:курс|rate)\w*[ :=]*(?:\S+ ?){0,2}", re.IGNORECASE)
"""What "по курсу ЦБ" and "Курс USD 92,5" say of a currency is not that prices are in it."""

PAYMENT = re.compile(r"\b(?:оплат|расч[её]т|оплач|сплат|payment|payable)\w*[^,.;]*", re.IGNORECASE)
"""Nor does how one pays: «Цены в евро, оплата в рублях»."""

MARKS = frozenset(("USD", "EUR", "CNY", "KZT", "BYN", "UAH", "GBP", "PLN", *SIGNS))
"""What alone over some rows tells of their prices: «Импорт (USD)»."""

DIGIT = re.compile(r"\d")
MAX_NOTE = 200


OLD = re.compile(
    r"\b(?:стар(?:ый|ая|ое|ые)|архив|прошл|образец|пример|шаблон|old|archive|sample|template)",
    re.IGNORECASE,
)
"""In the name of a sheet that nobody means."""


def is_of_old(sheet: str | None) -> bool:
    """Whether a sheet's name says that its prices hold no more, or are an example."""
    return sheet is not None and OLD.search(sheet) is not None


def sheet_note(sheet: str | None) -> tuple[str, ...]:
    """The sheet's name, if it names a currency beyond doubt: «USD», «Прайс EUR»; not «Евро»."""
    words = set(re.findall(r"[^\W_]+|[^\w\s]", sheet or ""))
    is_told = not words.isdisjoint(ISO_CODES | SIGNS)
    return (sheet[:MAX_NOTE],) if sheet and is_told else ()


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
    return filter(None, map(note_alone, rows))


def note_alone(row: Sequence[Cell]) -> str:
    """The row's one text, if it tells which currency prices are in; "" if not."""
    texts = [text for cell in row if (text := as_text(cell))]
    if len(texts) == 2 and is_currency(texts[1]):  # «Валюта:» and «USD»
        texts = [" ".join(texts)]
    if len(texts) != 1 or not (ABOUT_PRICES.search(texts[0]) or _is_marked(texts[0])):
        return ""
    text = _of_prices(texts[0][:MAX_NOTE])
    return text if currencies_in(text) else ""


def _is_marked(text: str) -> bool:
    words = re.findall(r"[^\W_]+|[^\w\s]", text[:MAX_NOTE])
    return not MARKS.isdisjoint(words)


def _of_prices(text: str) -> str:
    """Without what it says of rates and of how one pays."""
    return PAYMENT.sub("", EXCHANGE_RATE.sub("", text))


def _over(price: int, rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        texts = [as_text(cell)[:MAX_NOTE] for cell in row]
        line = _of_prices(" ".join(filter(None, texts)))
        alone = [text for text in texts if text]
        if len(alone) == 1 and is_currency(alone[0]):
            yield alone[0]
        elif ABOUT_PRICES.search(line) and currencies_in(line):
            yield line[:MAX_NOTE]
        elif price < len(texts) and not DIGIT.search(texts[price]) and currencies_in(texts[price]):
            yield texts[price]
