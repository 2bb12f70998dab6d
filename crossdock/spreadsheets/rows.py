"""A table's rows: numbers as their formats show them, columns always in the same order."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from crossdock.spreadsheets.candidates import recognise
from crossdock.spreadsheets.cells import INEXACT_FROM, Cell, Row, as_text, is_empty
from crossdock.spreadsheets.columns import Column, match
from crossdock.spreadsheets.currencies import currencies_in
from crossdock.spreadsheets.header import DIGIT, Layout
from crossdock.spreadsheets.merged_cells import spread
from crossdock.spreadsheets.number_formats import (
    Formats,
    Matters,
    adds_leading_zeros,
    adds_zeros,
    names_currency,
    shown_article,
    with_currency,
)
from crossdock.spreadsheets.orders import Order, order_of, ordered
from crossdock.spreadsheets.own_formats import NO_FORMATS, Numbered, put_formats
from crossdock.spreadsheets.sheets import Sheet

SPREAD = frozenset((Column.BRAND, Column.ARTICLE, Column.PRICE))
"""What a merged cell says of each of its rows; a quantity would count several times."""

FLOAT = re.compile(r"[1-9]\d{4,14}\.0")
"""A number as programs write one that they hold for a fraction: "986452041.0"."""

UNTOLD = "?"
"""Stands for a stock that the table does not tell: nothing would be none."""

MIN_HEADINGS = 2
"""So many columns, the article among them, that a row has to name to be headings once more."""


def rows(sheet: Sheet, layout: Layout, own: Numbered = NO_FORMATS) -> Iterator[Row]:
    """The table's rows to the last that is not empty, none narrower than the table.

    `own` are formats that go with the numbers.

    Articles and prices that are stored as numbers have what only their formats show: zeros, and
    the currency. Where the headings come again in another order, the cells below them are put into
    the first one.
    """
    columns, order, width = layout.columns, None, layout.width
    article = columns.get(Column.ARTICLE)
    headings = set(_headings(layout).values())
    currency: str | None = None
    lost: int | None = None
    numbers = ShownNumbers(sheet, columns)
    is_plain = not (numbers.currencies or own)
    empty = 0
    first = layout.first_row - 1
    for index, cells in enumerate(islice(_spread(sheet, layout), first, None), start=first):
        if not (cells and cells[0].__class__ is str and cells[0][:1].isalnum()) and is_empty(cells):
            empty += 1
            continue
        for _ in range(empty):
            yield [None] * layout.width
        empty = 0
        row = [None if cell == "" else cell for cell in cells] if "" in cells else cells
        if len(row) < width:
            row.extend([None] * (width - len(row)))
        if article is not None:
            cell = row[article]
            if not isinstance(cell, str):
                row[article] = numbers.article(cell, index)
            elif cell[-2:] == ".0" and FLOAT.fullmatch(cell):
                row[article] = int(cell[:-2])
            elif cell in headings or (not cell[-1:].isdigit() and _is_heading(cell)):
                columns, order = _below(row, layout, columns, order)
                lost = _lost_stock(columns, layout)
                currency = _other_currency(row, columns, layout)
                article, numbers = columns[Column.ARTICLE], ShownNumbers(sheet, columns)
                parts = (article, columns.get(Column.BRAND))
                own = {index: forms for index, forms in own.items() if index not in parts}
                is_plain = not (numbers.currencies or currency or own or order)
        if is_plain:
            yield row
            continue
        if numbers.currencies:
            numbers.show_price(row, index)
        if currency and DIGIT.search(price := as_text(row[columns[Column.PRICE]])):
            row[columns[Column.PRICE]] = f"{price} {currency}"
        if own:
            put_formats(row, index, own)
        if order is not None:
            row = ordered(row, order)
            if lost is not None:
                row[lost] = UNTOLD
        yield row


def _spread(sheet: Sheet, layout: Layout) -> Iterator[Row]:
    """The sheet's rows with what merged cells say of parts and prices."""
    columns = [index for column, index in layout.columns.items() if column in SPREAD]
    first = layout.first_row - 1
    return spread(sheet.rows(), sheet.merged(), columns=columns, left=sheet.left, first=first)


def _headings(layout: Layout) -> dict[Column, str]:
    columns = layout.columns.items() if layout.headings else ()
    return {name: text for name, index in columns if (text := layout.headings[index])}


def _is_heading(text: str) -> bool:
    return not DIGIT.search(text) and _names_column(text)


@lru_cache(1_000)
def _names_column(text: str) -> bool:
    return match(text) is not None


def _below(
    row: Row, layout: Layout, columns: dict[Column, int], order: Order | None
) -> tuple[dict[Column, int], Order | None]:
    """The columns below this row, and the order to put them into; as before if it is no header."""
    texts = [as_text(cell) for cell in row]
    found = recognise(row, [])
    sure = {name: index for name, index in found.columns.items() if name not in found.doubts}
    named = sure | _same_headings(texts, layout)
    if Column.ARTICLE not in named or len(named) < MIN_HEADINGS or not layout.headings:
        return columns, order
    new_order = order_of(layout.headings, layout.columns, texts, named)
    places = {column: new_order[index] for column, index in layout.columns.items()}
    if places[Column.ARTICLE] is None:
        return columns, order
    in_order = new_order == list(range(len(new_order)))
    now = {column: place for column, place in places.items() if place is not None}
    return now, None if in_order else new_order


def _lost_stock(columns: dict[Column, int], layout: Layout) -> int | None:
    """The stock's column, where the headings that have come again name none."""
    return None if Column.QUANTITY in columns else layout.columns.get(Column.QUANTITY)


def _other_currency(row: Row, columns: dict[Column, int], layout: Layout) -> str | None:
    """The currency that headings once more name for the prices below, if it is another one."""
    first, place = layout.columns.get(Column.PRICE), columns.get(Column.PRICE)
    if first is None or place is None:
        return None
    codes = currencies_in(as_text(row[place]))
    return codes[0] if codes and codes != currencies_in(layout.headings[first]) else None


def _same_headings(texts: list[str], layout: Layout) -> dict[Column, int]:
    """Where the table's headings stand, those that nobody but its author knows among them."""
    return {
        column: texts.index(heading)
        for column, heading in _headings(layout).items()
        if texts.count(heading) == 1
    }


class ShownNumbers:
    """Numbers of a table as their formats show them; looked up when one needs them."""

    def __init__(self, sheet: Sheet, columns: dict[Column, int]) -> None:
        self._sheet = sheet
        self._columns = columns
        self._formats: dict[Matters, Formats] = {}
        self.currencies = self._of(Column.PRICE, names_currency)

    def article(self, article: Cell, row: int) -> Cell:
        """A whole number as such, or a number as the text that its format shows.

        One that lost digits stays, and so does what is no number.
        """
        if isinstance(article, float) and article.is_integer():
            article = int(article)
        if not isinstance(article, int | float) or isinstance(article, bool):
            return article
        if not 0 <= article < INEXACT_FROM:
            return article
        matters = adds_leading_zeros if type(article) is int else adds_zeros
        formats = self._of(Column.ARTICLE, matters)
        return shown_article(article, formats[row]) or article if row < len(formats) else article

    def show_price(self, row: Row, index: int) -> None:
        """Put the currency to the row's price; `index` is the row's in the sheet, from 0."""
        place = self._columns[Column.PRICE]
        cell = row[place]
        if index >= len(self.currencies) or not isinstance(cell, int | float):
            return
        currency = self.currencies[index].currency
        if currency and not isinstance(cell, bool):
            row[place] = with_currency(cell, currency)

    def _of(self, column: Column, matters: Matters) -> Formats:
        if matters not in self._formats:
            index = self._columns.get(column)
            self._formats[matters] = () if index is None else self._sheet.formats(index, matters)
        return self._formats[matters]
