"""Columns beside the price that say what it is in: a currency, a rate, kopecks."""

import re
from collections.abc import Sequence
from dataclasses import replace

from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.columns import Column, normalised
from crossdock.spreadsheets.currencies import currencies_in, is_currency
from crossdock.spreadsheets.recognition import Recognition

MAX_COLUMNS = 100
IN_CURRENCY = re.compile(r"валют|\bвал\b|foreign|\bcurr")
ABROAD = re.compile(r"цана|кошт|баға|preis|fiyat|cena (?:netto|zakupu)")
RATE = re.compile(r"(?:курс|exchange rate|rate)\b")
KOPECKS = re.compile(r"^(?!.*(?:руб|грн|₽|dollar|euro)).*\b(?:коп(?:ейк\w*|еек)?|cents?|тиын)\b")
"""The heading of kopecks alone; «Цена, руб. коп.» has both."""


def beside_price(recognition: Recognition, headings: Row, below: Sequence[Row]) -> Recognition:
    """With the currency's column, and with a doubt where the price alone is not what to pay."""
    if Column.PRICE not in recognition.columns:
        return recognition
    if Column.CURRENCY not in recognition.columns:
        recognition = _with_currencies(recognition, below)
    if Column.CURRENCY not in recognition.columns:
        recognition = _unless_converted(recognition, headings)
    return _unless_in_kopecks(recognition, headings, below)


def _with_currencies(recognition: Recognition, below: Sequence[Row]) -> Recognition:
    """With the column in which there are currencies and nothing else, whatever its heading."""
    taken = {*recognition.columns.values(), *recognition.stores}
    for index in range(min(max(map(len, below), default=0), MAX_COLUMNS)):
        cells = (as_text(row[index]) for row in below if index < len(row))
        texts = set(filter(None, cells)) if index not in taken else set()
        if texts and all(map(is_currency, texts)):
            return replace(recognition, columns=recognition.columns | {Column.CURRENCY: index})
    return recognition


def _unless_converted(recognition: Recognition, headings: Row) -> Recognition:
    """With a doubt where the price is «в валюте», or a rate stands beside it: which currency?

    What is written in the language of another country is a guess.
    """
    place = recognition.columns[Column.PRICE]
    heading = as_text(headings[place])
    is_converted = any(map(RATE.match, map(normalised, map(as_text, headings))))
    if currencies_in(heading):
        return recognition
    if ABROAD.search(normalised(heading)):
        recognition = replace(recognition, guesses=recognition.guesses | {Column.PRICE})
    if not (is_converted or IN_CURRENCY.search(heading.casefold())):
        return recognition
    doubt = recognition.doubts.get(Column.PRICE, (place,))
    return replace(recognition, doubts=recognition.doubts | {Column.PRICE: doubt})


def _unless_in_kopecks(
    recognition: Recognition, headings: Row, below: Sequence[Row]
) -> Recognition:
    """With a doubt where kopecks stand in a column of their own: the price lacks them."""
    place = recognition.columns[Column.PRICE]
    texts = [as_text(cell).casefold() if isinstance(cell, str) else "" for cell in headings]
    kopecks = next((i for i, text in enumerate(texts[:MAX_COLUMNS]) if KOPECKS.search(text)), None)
    if kopecks is None or kopecks == place or Column.PRICE in recognition.doubts:
        return recognition
    cells = [as_text(row[kopecks]) for row in below if kopecks < len(row)]
    if not any(cell.strip("0., ") for cell in cells):
        return recognition
    return replace(recognition, doubts=recognition.doubts | {Column.PRICE: (place, kopecks)})
