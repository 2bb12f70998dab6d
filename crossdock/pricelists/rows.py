"""A price list's rows, one by one: an offer, or why there is none."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain, count, repeat
from typing import Literal, NamedTuple

from crossdock.parts.articles import MAY_LIST, listed_articles
from crossdock.parts.keys import ENOUGH, MAX_PART_LENGTH, article_key, brand_key
from crossdock.pricelists.conversion import Converter
from crossdock.pricelists.numbers import has_decimal_comma
from crossdock.pricelists.price_cells import price_reader
from crossdock.pricelists.reasons import BadValueError, LeftOut, SkipReason
from crossdock.pricelists.terms import Store, TermsReader, Told, store_of
from crossdock.pricelists.values import MAX_QUANTITY, parse_quantity
from crossdock.spreadsheets.cells import Cell, Row, as_lines, as_text, is_empty
from crossdock.spreadsheets.columns import Column, match
from crossdock.spreadsheets.mapping import NOTHING_FIXED
from crossdock.spreadsheets.reader_process import Batch, Table
from crossdock.spreadsheets.recognition import Recognition
from crossdock.spreadsheets.sheets import column_letters
from crossdock.spreadsheets.spoiled import PLAIN, Spoiled, spoiled

TOTALS = re.compile(
    r"(?:подытог|итого?|всего|разом|усього|усяго|барлығы|промежуточный итог|общий итог|sub-?total"
    r"|grand total|razem|gesamtsumme|toplam)\b",
    re.IGNORECASE,
)
"""What a row of totals has in its first column; "Total" sells oil."""

MAX_EXAMPLE = 80
MIN_COLUMNS = 4
MIN_HEADINGS = 3
CACHED_VALUES = 65_536
CACHED_BRANDS = 4_096


class OfferRow(NamedTuple):
    """What a row of a price list says; "": nothing.

    `total_quantity` is that of all stores, where the row is of one of several.
    """

    brand: str
    article: str
    brand_key: str
    article_key: str
    price: Decimal
    quantity: Decimal
    pack: Told = ""
    minimum_quantity: Told = ""
    delivery_hours: Told = ""
    store: str = ""
    total_quantity: Decimal | Literal[""] = ""


class OfferOfFurtherStore(OfferRow):
    """One more offer of a row that has given one already."""


def read_rows(
    table: Table,
    recognition: Recognition,
    converter: Converter,
    fixed: Mapping[Column, str] = NOTHING_FIXED,
    unread: Counter[Column] | None = None,
) -> Iterator[OfferRow | LeftOut]:
    """Each row of the list that is not empty, in its order; raises UserError like Table.rows().

    `fixed` has what all rows have in the columns that the list lacks; `unread` counts the terms
    that cannot be read.
    """
    columns = recognition.columns
    article_column, price_column = columns[Column.ARTICLE], columns[Column.PRICE]
    brand_column, quantity_column = columns.get(Column.BRAND), columns.get(Column.QUANTITY)
    fixed_brand, fixed_quantity = fixed.get(Column.BRAND), fixed.get(Column.QUANTITY)
    currency_column, stores = columns.get(Column.CURRENCY), recognition.stores
    heading_column = article_column if brand_column is None else brand_column
    heading = table.headings[heading_column] if table.headings else None
    batches = table.placed_batches()
    first = next(batches, Batch("", table.first_row, []))
    sample = first.rows
    names_sheets = bool(table.notes.get("read"))
    if currency_column is not None and converter.code is None:
        converter = converter.of_first([row[currency_column] for row in sample])
    price_of = price_reader(sample, price_column, currency_column, converter)
    decimal_comma = _decimal_comma(sample, quantity_column, price_column)
    quantity_of = lru_cache(CACHED_VALUES, typed=True)(
        partial(parse_quantity, decimal_comma=decimal_comma)
    )
    is_other_table = False
    terms = TermsReader(columns, table.headings, Counter() if unread is None else unread)
    in_stores = _stores(recognition, table.headings)
    after_last = table.heading_cells if 0 < table.heading_cells < table.width else None
    new = tuple.__new__
    kept_brand_of = lru_cache(CACHED_BRANDS, typed=True)(_brand)
    for sheet, number, row in _placed(chain([first], batches)):
        cell = fixed_brand if brand_column is None else row[brand_column]
        is_long = isinstance(cell, str) and len(cell) > MAX_PART_LENGTH
        brand, key_of_brand = _brand(cell) if is_long else kept_brand_of(cell)
        cell = row[article_column]
        article = as_text(cell)
        key = article_key(article)
        is_plain = type(cell) is str and PLAIN.fullmatch(cell)
        skip_reason = _skip_reason(brand, article, key_of_brand, key)
        if not (is_plain or skip_reason):
            skip_reason = _spoiled(cell)
        if after_last and any(row[after_last:]):  # an unquoted delimiter in one of its cells
            skip_reason = skip_reason or SkipReason.TOO_MANY_CELLS
        if is_other_table:
            is_other_table = not (heading and heading in map(as_text, row))
            skip_reason = skip_reason or SkipReason.OTHER_TABLE
        if brand.isdigit() and not skip_reason and _are_column_numbers(row):
            skip_reason = SkipReason.HEADER
        if skip_reason:
            if not is_empty(row):
                named = brand if skip_reason is SkipReason.NO_ARTICLE else article
                text = _shortened(named) or _first_text(row)
                yield LeftOut(number, skip_reason, text, row, sheet if names_sheets else "")
            continue
        blamed = row[price_column] if price_column < len(row) else None
        try:
            if currency_column is None:
                price = price_of(blamed)
            else:
                price = price_of(blamed, row[currency_column])
            blamed = fixed_quantity if quantity_column is None else row[quantity_column]
            quantity = quantity_of(blamed)
            quantities = [quantity]
            if stores:
                for store in stores:
                    blamed = row[store]
                    quantities.append(quantity_of(blamed))
                quantity = sum(quantities, Decimal(0))
                if quantity >= MAX_QUANTITY:
                    raise BadValueError(SkipReason.QUANTITY_TOO_LARGE)
        except BadValueError as error:
            reason, text = error.reason, _shortened(blamed) or _shortened(article)
            if heading and heading in map(as_text, filter(_may_be_a_heading, row)):
                reason, text = SkipReason.HEADER, heading
            elif heading and reason is SkipReason.PRICE_UNREADABLE and _heads_other_table(row):
                reason, is_other_table = SkipReason.OTHER_TABLE, True
            yield LeftOut(number, reason, text, row, sheet if names_sheets else "")
        else:
            offer = new(  # in half the time
                OfferRow, (brand, article, key_of_brand, key, price, quantity, "", "", "", "", "")
            )
            if not terms.is_idle:
                pack, minimum, hours = terms.of(row)
                offer = offer._replace(pack=pack, minimum_quantity=minimum, delivery_hours=hours)
            may_list = not is_plain and isinstance(cell, str) and MAY_LIST.search(cell)
            if not may_list and not (in_stores and quantity):  # as nearly all
                yield offer
                continue
            offers = _in_stores(offer, in_stores, quantities) if in_stores and quantity else [offer]
            if articles := listed_articles(as_lines(cell)):
                offers = [
                    each._replace(article=article, article_key=article_key(article))
                    for article in articles
                    for each in offers
                ]
            yield from offers


def _stores(recognition: Recognition, headings: Sequence[str]) -> list[Store]:
    """The stores of which a list has a column each; none where it has one column of stock."""
    quantity = recognition.columns.get(Column.QUANTITY)
    if quantity is None or not recognition.stores:
        return []
    indexes = (quantity, *recognition.stores)
    named = [store_of(headings[index] if index < len(headings) else "") for index in indexes]
    letters = map(column_letters, indexes)
    return [store._replace(name=store.name or at) for store, at in zip(named, letters, strict=True)]


def _in_stores(
    offer: OfferRow, stores: Sequence[Store], quantities: Sequence[Decimal]
) -> list[OfferRow]:
    """An offer for each store that has some."""
    offers = [
        offer._replace(
            quantity=quantity,
            store=store.name,
            delivery_hours=offer.delivery_hours if store.hours == "" else store.hours,
            total_quantity=offer.quantity,
        )
        for store, quantity in zip(stores, quantities, strict=True)
        if quantity
    ]
    return [offers[0], *(OfferOfFurtherStore(*each) for each in offers[1:])]


def _placed(batches: Iterable[Batch]) -> Iterator[tuple[str, int, Row]]:
    """Each row with its sheet and its number there."""
    for sheet, first_row, rows, _table in batches:
        yield from zip(repeat(sheet), count(first_row), rows)


def _brand(cell: Cell) -> tuple[str, str]:
    """The brand as text, and its key."""
    brand = as_text(cell)
    return brand, "" if TOTALS.match(brand) else brand_key(brand)


def _skip_reason(brand: str, article: str, brand_key: str, article_key: str) -> SkipReason | None:
    """What is wrong with the part that a row names."""
    if not article_key or (article_key.isalpha() and TOTALS.match(article)):
        return SkipReason.NO_ARTICLE
    if not brand_key:
        return SkipReason.NO_BRAND
    # The keys too: Unicode has signs that stand for 15 letters, and an index entry holds 2.7 kB.
    texts = (article, article_key, brand, brand_key)
    if len("".join(texts)) > MAX_PART_LENGTH and max(map(len, texts)) > MAX_PART_LENGTH:
        return SkipReason.TEXT_TOO_LONG
    return None


def _spoiled(article: Cell) -> SkipReason | None:
    if change := spoiled(article):
        return SkipReason.ARTICLE_IS_DATE if change is Spoiled.DATE else SkipReason.DIGITS_LOST
    return None


def _are_column_numbers(row: Row) -> bool:
    """Whether its cells are 1, 2, 3, …, as forms have under their headings."""
    texts = [text for cell in row if (text := as_text(cell))]
    return len(texts) >= MIN_COLUMNS and texts == [str(n) for n in range(1, len(texts) + 1)]


def _decimal_comma(rows: Sequence[Row], quantity: int | None, price: int) -> bool | None:
    """Whether the comma is the list's decimal sign, as its quantities or else its prices tell."""
    told = (
        has_decimal_comma(row[place] for row in rows)
        for place in (quantity, price)
        if place is not None
    )
    return next((comma for comma in told if comma is not None), None)


def _heads_other_table(row: Row) -> bool:
    """Whether it has nothing but words, one of which is the name of a column."""
    texts = [text for cell in row if (text := _shortened(cell))]
    named = [match(text) for text in texts if not any(map(str.isdigit, text))]
    is_named = any(column and not column[1] for column in named)
    return len(texts) == len(named) >= MIN_HEADINGS and is_named


def _may_be_a_heading(cell: Cell) -> bool:
    return not isinstance(cell, str) or len(cell) <= MAX_PART_LENGTH  # it takes its time


def _first_text(row: Row) -> str:
    return next((text for cell in row if (text := _shortened(cell))), "")


def _shortened(cell: Cell) -> str:
    text = as_text(cell[:ENOUGH] if isinstance(cell, str) else cell)
    return text if len(text) <= MAX_EXAMPLE else f"{text[:MAX_EXAMPLE]}…"
