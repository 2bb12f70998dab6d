"""What can be bought for a line: the pieces asked for, from its best offers, the cheapest first."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from crossdock.offers.answers import Answers, BestOffer

PRICE_DIGITS = 4
"""Digits behind the point that prices and quantities have at most."""


class Purchase(NamedTuple):
    """How many pieces of the `demand` its offers have, and what those pieces cost together."""

    demand: float
    pieces: float
    cost: float

    @property
    def is_short(self) -> bool:
        """Whether there are offers, which together have too few pieces."""
        return 0 < self.pieces < self.demand


def purchase(offers: Iterable[BestOffer], demand: float | None) -> Purchase | None:
    """What can be bought for a line; None where it does not say how many pieces it wants."""
    if demand is None:
        return None
    return _purchase(demand, [(offer.price, offer.quantity) for offer in offers])


def purchases(answers: Answers, demands: Sequence[float | None]) -> list[Purchase | None]:
    """What can be bought for each line."""
    offers = list(zip(answers.prices, answers.quantities, strict=True))
    return [
        None if demand is None else _purchase(demand, offers[start:end])
        for demand, (start, end) in zip(demands, pairwise(answers.starts), strict=True)
    ]


def _purchase(demand: float, offers: Sequence[tuple[float, float]]) -> Purchase:
    missing, cost = demand, 0.0
    for price, quantity in offers:
        if missing <= quantity:
            cost += missing * price
            return Purchase(demand, demand, round(cost, PRICE_DIGITS))
        cost += quantity * price
        missing -= quantity
    return Purchase(demand, round(demand - missing, PRICE_DIGITS), round(cost, PRICE_DIGITS))
