"""A supplier's offers for request lines, and what it takes to be the cheapest with them.

Prices are whole units of a ten-thousandth of the currency: they have up to four digits. A discount
is in hundredths of a percent; a discounted price has four digits too, and is never nothing.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from crossdock.offers.found import LatestOffer

PRICE_UNITS = 10_000
"""Units of a price in one of the currency."""

WHOLE = 10_000
"""A discount of a hundred percent."""


class Bid(NamedTuple):
    """A supplier's offer for a request line.

    `request` is the place of the request file among all, `line` the line's number in it, from 1.
    The line is won at a price of at most `limit`; None where it is won at any.
    """

    request: int
    line: int
    brand: str
    article: str
    pieces: float
    price: int
    limit: int | None

    @property
    def discount(self) -> int | None:
        """The least discount that wins the line, 0 where it is won; None if none does."""
        if self.limit is None or self.price <= self.limit:
            return 0
        if self.limit < 1:
            return None
        # The most that may be left of the price, so that it is rounded to the limit at most.
        remainder = (WHOLE * self.limit + WHOLE // 2 - 1) // self.price
        return WHOLE - remainder

    def sum(self, discount: int = 0) -> float:
        """What its pieces come to, in the currency."""
        return self.pieces * discounted(self.price, discount) / PRICE_UNITS


def discounted(price: int, discount: int) -> int:
    """What is left of a price, rounded half up.

    >>> discounted(10_050, 1000), discounted(1, 9_999)
    (9045, 1)
    """
    return max((price * (WHOLE - discount) + WHOLE // 2) // WHOLE, 1)


def units(price: Decimal) -> int:
    """A price in units; what is less than one is left out."""
    return int((price * PRICE_UNITS).to_integral_value(ROUND_FLOOR))


class Rivalry(NamedTuple):
    """A supplier's price for a part, and the price at which it is the cheapest, as Bid has it."""

    price: int
    limit: int | None


def rivalry(
    supplier: int,
    offers: Iterable[LatestOffer],
    suppliers: Sequence[int],
    ceiling: float | None = None,
) -> Rivalry | None:
    """How a supplier (id) stands to the others whose offers count; None if it has none.

    Of equal prices the one that stands first among the `suppliers` wins. Nobody wins with more than
    the ceiling.
    """
    ranks = {supplier_id: rank for rank, supplier_id in enumerate(suppliers)}
    own_price, rivals = None, list[tuple[int, int]]()
    for offer in offers:
        if offer.supplier_id == supplier:
            own_price = units(offer.price)
        else:
            rivals.append((units(offer.price), ranks[offer.supplier_id]))
    if own_price is None:
        return None
    limits = []
    if rivals:
        price, rank = min(rivals)
        limits.append(price if ranks[supplier] < rank else price - 1)
    if ceiling is not None:
        limits.append(units(Decimal(repr(ceiling))))
    return Rivalry(own_price, min(limits, default=None))
