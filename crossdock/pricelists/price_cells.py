"""How the prices of one list are written, and what reads them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache, partial

from crossdock.pricelists.conversion import Converter
from crossdock.pricelists.currency import currency, is_foreign
from crossdock.pricelists.numbers import MAX_RAW, has_decimal_comma, may_part_thousands
from crossdock.pricelists.reasons import BadValueError, SkipReason
from crossdock.pricelists.values import parse_price
from crossdock.spreadsheets.cells import Cell, Row

CACHED_VALUES = 65_536


def price_reader(
    sample: Sequence[Row], price_column: int, currency_column: int | None, converter: Converter
) -> Callable[..., Decimal]:
    """Reads a price; of a list with a currency column, with the cell of that.

    It raises BadValueError.
    """
    cells = [row[price_column] for row in sample if price_column < len(row)]
    decimal_comma = has_decimal_comma(cells)
    is_point_decimal = not may_part_thousands(cells)
    read = partial(parse_price, decimal_comma=decimal_comma, is_point_decimal=is_point_decimal)

    def read_beside(cell: Cell, currency_cell: Cell) -> Decimal:
        return read(cell, converter=converter.of_row(currency_cell))

    reader: Callable[..., Decimal] = partial(read, converter=converter)
    if currency_column is not None:
        reader = read_beside
    elif converter.code is None:
        codes = list(filter(None, map(_currency_of, cells)))
        bare = sum(cell is not None and not _currency_of(cell) for cell in cells)
        has_few_bare = not converter.bare_are_own and bare < len(codes)
        if codes:
            reader = _reader_of_marked(read, converter, codes, has_few_bare=has_few_bare)
    return lru_cache(CACHED_VALUES, typed=True)(reader)


def _currency_of(cell: Cell) -> str | None:
    if not isinstance(cell, str) or cell.replace(",", ".").replace(".", "").isdigit():
        return None
    return currency(cell[:MAX_RAW]) if any(map(str.isdigit, cell)) else None


def _reader_of_marked(
    read: Callable[..., Decimal], converter: Converter, codes: Sequence[str], *, has_few_bare: bool
) -> Callable[[Cell], Decimal]:
    """Reads prices of which some name their currency: the rate is for the first other one.

    The rest are in the project's own, unless they are so few that their currency may be forgotten.
    """
    foreign = next(filter(is_foreign, codes), None)
    marked = replace(converter, code=foreign)
    bare = replace(converter, rate=None)

    def reader(cell: Cell) -> Decimal:
        if _currency_of(cell):
            return read(cell, converter=marked)
        price = read(cell, converter=bare)
        if has_few_bare and foreign:
            raise BadValueError(SkipReason.CURRENCY_UNKNOWN)
        return price

    return reader
