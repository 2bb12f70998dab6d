"""A price list's rows, one by one: an offer, or why there is none."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain
from typing import NamedTuple

from crossdock.keys import ENOUGH, LONGEST_TEXT, article_key, brand_key
from crossdock.pricelists.choice import ChosenColumn
from crossdock.pricelists.numbers import has_decimal_comma
from crossdock.pricelists.reasons import BadValueError, LeftOut, Reason
from crossdock.pricelists.values import parse_price, parse_quantity
from crossdock.spreadsheets.batches import in_batches
from crossdock.spreadsheets.cells import (
    HEAVIEST_BATCH,
    Cell,
    Row,
    as_text,
    is_empty,
    weight_of,
)
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.reader_process import Table
from crossdock.spreadsheets.spoiled import Spoiled, spoiled

LONGEST_EXAMPLE = 80
SAMPLE_ROWS = 1000
CACHED_VALUES = 65_536
CACHED_BRANDS = 4_096


class OfferRow(NamedTuple):
    """What a row of a price list says."""

    brand: str
    article: str
    brand_key: str
    article_key: str
    price: Decimal
    quantity: Decimal


def read_rows(
    table: Table, columns: Mapping[Column, ChosenColumn], rate: Decimal | None
) -> Iterator[OfferRow | LeftOut]:
    """Each row of the list that is not empty, in its order; raises UserError like Table.rows().

    `rate`: what one unit of the list's currency costs, None for the project's own.
    """
    brand_column, article_column = columns[Column.BRAND].index, columns[Column.ARTICLE].index
    price_column, quantity_column = columns[Column.PRICE].index, columns[Column.QUANTITY].index
    rows = table.rows()
    sample = next(in_batches(rows, SAMPLE_ROWS, weight=weight_of, heaviest=HEAVIEST_BATCH), [])
    decimal_comma = has_decimal_comma(
        row[price_column] for row in sample if price_column < len(row)
    )
    price_of = lru_cache(CACHED_VALUES, typed=True)(
        partial(parse_price, rate=rate, decimal_comma=decimal_comma)
    )
    quantity_of = lru_cache(CACHED_VALUES, typed=True)(parse_quantity)
    kept_brand_of = lru_cache(CACHED_BRANDS, typed=True)(_brand)
    for number, row in enumerate(chain(sample, rows), table.first_row):
        cell = row[brand_column]
        is_long = isinstance(cell, str) and len(cell) > LONGEST_TEXT
        brand, key_of_brand = _brand(cell) if is_long else kept_brand_of(cell)
        cell = row[article_column]
        article = as_text(cell)
        key = article_key(article)
        if problem := _problem(cell, brand, article, key_of_brand, key):
            if not is_empty(row):
                named = brand if problem is Reason.NO_ARTICLE else article
                yield LeftOut(number, problem, _shortened(named) or _first_text(row))
            continue
        blamed = row[price_column] if price_column < len(row) else None
        try:
            price = price_of(blamed)
            blamed = row[quantity_column]
            quantity = quantity_of(blamed)
        except BadValueError as error:
            if brand == columns[Column.BRAND].heading:
                yield LeftOut(number, Reason.HEADER, brand)
            else:
                yield LeftOut(number, error.reason, _shortened(blamed) or _shortened(article))
        else:
            yield OfferRow(brand, article, key_of_brand, key, price, quantity)


def _brand(cell: Cell) -> tuple[str, str]:
    """The brand as text, and its key."""
    brand = as_text(cell)
    return brand, brand_key(brand)


def _problem(
    cell: Cell, brand: str, article: str, brand_key: str, article_key: str
) -> Reason | None:
    """What is wrong with the part that a row names."""
    if not article_key:
        return Reason.NO_ARTICLE
    if not brand_key.isalnum() and not any(map(str.isalnum, brand_key)):
        return Reason.NO_BRAND
    if change := spoiled(cell):
        return Reason.ARTICLE_IS_DATE if change is Spoiled.DATE else Reason.DIGITS_LOST
    # The keys too: NFKC makes up to 18 letters of one, and an index entry holds 2.7 kB.
    if (
        len(article) > LONGEST_TEXT
        or len(article_key) > LONGEST_TEXT
        or len(brand) > LONGEST_TEXT
        or len(brand_key) > LONGEST_TEXT
    ):
        return Reason.TEXT_TOO_LONG
    return None


def _first_text(row: Row) -> str:
    return next((text for cell in row if (text := _shortened(cell))), "")


def _shortened(cell: Cell) -> str:
    text = as_text(cell[:ENOUGH] if isinstance(cell, str) else cell)
    return text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}…"
