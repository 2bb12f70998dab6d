"""Where a supplier is strong and where it is weak: its brands, and the lines that it has lost."""

from collections.abc import Iterable
from typing import NamedTuple

from crossdock.negotiation.bids import PRICE_UNITS, Bid

KOPECK = PRICE_UNITS // 100
STRONG = 50
"""Who is the cheapest in so many percent of the lines that it has is strong."""


class BrandStanding(NamedTuple):
    """Lines with a brand that the supplier offers, those it wins, and the sum of those it loses."""

    brand: str
    offered: int
    won: int
    lost_sum: float

    @property
    def percent(self) -> float:
        """The part of the lines that it wins, in percent."""
        return 100 * self.won / self.offered

    @property
    def is_strong(self) -> bool:
        """Whether it wins as many lines as it loses, or more."""
        return self.percent >= STRONG


class LostLine(NamedTuple):
    """A line that the supplier would win at `limit`; sums in the currency, discount in percent."""

    request: int
    line: int
    brand: str
    article: str
    pieces: float
    price: float
    limit: float
    discount: float | None

    @property
    def more(self) -> float:
        """How much too dear its pieces are together."""
        return self.pieces * (self.price - self.limit)


def brands(bids: Iterable[Bid]) -> list[BrandStanding]:
    """Every brand, by the lines that it is offered for; however the lines write its case."""
    standings: dict[str, BrandStanding] = {}
    for bid in bids:
        key = bid.brand.casefold()
        before = standings.get(key) or BrandStanding(bid.brand, 0, 0, 0.0)
        is_won = bid.discount == 0
        standings[key] = BrandStanding(
            before.brand,
            before.offered + 1,
            before.won + is_won,
            before.lost_sum + (0.0 if is_won else bid.sum()),
        )
    return sorted(standings.values(), key=lambda standing: (-standing.offered, standing.brand))


def lost(bids: Iterable[Bid]) -> list[LostLine]:
    """The lines that are lost, those first that are too dear by the most."""
    lines = [
        LostLine(
            *bid[:5],
            bid.price / PRICE_UNITS,
            _in_kopecks(bid.limit) / PRICE_UNITS,
            None if discount is None else discount / 100,
        )
        for bid in bids
        if (discount := bid.discount) != 0 and bid.limit is not None
    ]
    return sorted(lines, key=lambda line: (-line.more, line.request, line.line))


def _in_kopecks(limit: int) -> int:
    """The highest price in whole kopecks that wins as well; the limit where none does."""
    return limit // KOPECK * KOPECK or limit
