"""What can be bought for a line: the pieces asked for, from its best offers, the cheapest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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


def purchase(offers: Sequence[BestOffer], demand: float | None) -> Purchase | None:
    """What can be bought for a line; None where it does not say how many pieces it wants."""
    if demand is None:
        return None
    prices, quantities = [offer.price for offer in offers], [offer.quantity for offer in offers]
    return Purchase(demand, *_bought(demand, prices, quantities, range(len(offers))))


@dataclass(frozen=True)
class Purchases:
    """What can be bought for some lines, as columns.

    `costs` has None for lines that do not say how many pieces they want, or have no offers;
    `short` has the purchases that are short, by their line's place.
    """

    costs: Sequence[float | None]
    short: Mapping[int, Purchase]


def purchases(answers: Answers, demands: Sequence[float | None] | None) -> Purchases:
    """What can be bought for each line; nothing is known without a column of quantities."""
    if demands is None:
        return Purchases([None] * len(answers.counts), {})
    prices, quantities = answers.prices, answers.quantities
    costs: list[float | None] = []
    short: dict[int, Purchase] = {}
    # There is one more start than there are lines: where the last one's offers end.
    columns = zip(demands, answers.starts, answers.counts, strict=False)
    for place, (demand, start, count) in enumerate(columns):
        if demand is None or not count:
            costs.append(None)
        elif demand <= quantities[start]:  # as below, which takes longer
            costs.append(round(demand * prices[start], PRICE_DIGITS))
        else:
            pieces, cost = _bought(demand, prices, quantities, range(start, start + count))
            costs.append(cost)
            if pieces < demand:
                short[place] = Purchase(demand, pieces, cost)
    return Purchases(costs, short)


def _bought(
    demand: float, prices: Sequence[float], quantities: Sequence[float], offers: Iterable[int]
) -> tuple[float, float]:
    """How many of the pieces these offers have, and what those cost."""
    pieces_missing, cost = demand, 0.0
    for offer in offers:
        if pieces_missing <= quantities[offer]:
            return demand, round(cost + pieces_missing * prices[offer], PRICE_DIGITS)
        cost += quantities[offer] * prices[offer]
        pieces_missing -= quantities[offer]
    return round(demand - pieces_missing, PRICE_DIGITS), round(cost, PRICE_DIGITS)
