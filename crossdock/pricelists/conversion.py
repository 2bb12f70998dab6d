from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from crossdock.pricelists.currency import currency, is_foreign
from crossdock.pricelists.reasons import BadValueError, SkipReason
from crossdock.spreadsheets.cells import Cell, as_text
from crossdock.spreadsheets.currencies import ISO_NUMBERS


@dataclass(frozen=True)
class Converter:
    """From a list's currency to the project's own.

    `rate`: what one unit of the list's currency costs; None where there is none to convert.
    `code`: which currency that is; None where nothing says so, then the rate holds for any.
    `bare_are_own`: the list says that its prices are in the project's own. Where cells name another
    currency, the rate is for those.
    """

    rate: Decimal | None = None
    code: str | None = None
    bare_are_own: bool = False

    def of_first(self, cells: Iterable[Cell]) -> Self:
        """With the first other currency that a currency column names: the rate is for that one."""
        texts = map(as_text, cells)
        codes = (ISO_NUMBERS.get(text) or currency(text.upper()) for text in texts)
        return replace(self, code=next((code for code in codes if code and is_foreign(code)), None))

    def of_row(self, cell: Cell) -> Self:
        """For a row whose own currency column has this cell. Raises BadValueError."""
        text = as_text(cell)
        code = ISO_NUMBERS.get(text) or currency(text.upper())
        if text and code is None:
            raise BadValueError(SkipReason.CURRENCY_UNKNOWN)
        if code is None and self.rate is not None:
            raise BadValueError(SkipReason.CURRENCY_UNKNOWN)
        return self if code is None else self.of(code)

    def of(self, code: str) -> Self:
        """For prices in this currency. Raises BadValueError where they cannot be converted."""
        if not is_foreign(code):
            return replace(self, rate=None)
        if self.rate is None or self.code not in (None, code):
            raise BadValueError(SkipReason.PRICE_IN_FOREIGN_CURRENCY)
        return self

    def convert(self, price: Decimal) -> Decimal:
        """The price in the project's currency, with all its decimals."""
        return price if self.rate is None else price * self.rate
