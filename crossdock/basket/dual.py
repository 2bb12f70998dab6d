"""A bound that no basket can undercut, without a linear programme: by Lagrangian relaxation.

Filling each line is no rule any more but has a price for each piece that is filled. Then every
supplier decides by itself what it would sell at these prices, and if only some suppliers may, the
best of them do. Whatever the prices are, the sum is a bound; they are moved, where pieces are
lacking up and where there are too many down, until it grows no more. Where few of many suppliers
are to be chosen, the bound of a linear programme takes minutes, and this one seconds.
"""

import time
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crossdock.basket.covers import Covers
from crossdock.basket.instance import NEVER_FREE

Array = NDArray[Any]
MAX_ROUNDS = 300
PATIENCE = 10
"""Rounds without a better bound after which the steps become half as long."""


MOMENTUM = 0.7
"""How much of the last step is kept, lest the prices swing."""


ENOUGH, SHORTEST_STEP = 1e-7, 1e-3
"""How near the bound comes to what is known, and how short the steps become, until it ends."""


class Dual:
    """The relaxation of an instance; money is in its units, floats.

    At `end` (of the monotonic clock) the bound is what it is.
    """

    def __init__(self, covers: Covers, end: float = inf) -> None:
        instance, self._end = covers.instance, end
        self._line, self._supplier = np.array(instance.line, int), np.array(instance.supplier, int)
        self._asked = np.array(instance.asked, float)
        price, most = np.array(instance.price, float), np.array(instance.most, float)
        pack, least = np.array(instance.pack, float), np.array(instance.least, float)
        # What is best to sell is all, or the last pack less, or the least that can be sold.
        amounts = np.stack([most, np.maximum(most - pack, least), least])
        self._filled = np.minimum(amounts, self._asked[self._line])
        self._cost = amounts * price
        count = len(instance.minimum_sums)
        self._limit = min(instance.max_suppliers or count, count)
        has = np.bincount(self._supplier, self._cost[0], count)
        may_be_free = [
            free_from != NEVER_FREE and goods >= free_from
            for free_from, goods in zip(instance.free_from, has, strict=True)
        ]
        self._opening = np.where(may_be_free, 0.0, np.array(instance.delivery_costs, float))

    def fewest_missing(self, known_missing: float) -> float:
        """A bound of the pieces that are missing; a basket is known that lacks so many."""
        free = np.zeros_like(self._cost)
        return self._ascend(known_missing, free, np.zeros_like(self._opening), self._asked, 1.0)

    def least_cost(self, known_cost: float, needed: Array) -> float:
        """A bound of what it costs to fill so many pieces of each line; that much is known."""
        return self._ascend(known_cost, self._cost, self._opening, needed, np.inf)

    def _ascend(
        self, known_value: float, cost: Array, opening: Array, needed: Array, lacking: float
    ) -> float:
        """`lacking` is what a piece costs that is missing."""
        filled = np.maximum(np.minimum(self._filled, needed[self._line]), 1e-9)
        prices = np.full(len(needed), lacking / 2)
        if lacking == np.inf:
            np.minimum.at(prices, self._line, (cost / filled).min(axis=0))
        prices[needed == 0] = 0.0
        scale = np.maximum(prices, 1e-9) / np.maximum(needed, 1.0)
        best_value, step, waited = 0.0, 1.0, 0
        direction = np.zeros(len(needed))
        offer = np.arange(len(self._line))
        for _round in range(MAX_ROUNDS):
            profits = cost - prices[self._line] * filled
            amount = profits.argmin(axis=0)
            profit = np.minimum(profits[amount, offer], 0.0)
            by_supplier = opening + np.bincount(self._supplier, profit, len(opening))
            sellers = np.argsort(by_supplier, kind="stable")[: self._limit]
            sellers = sellers[by_supplier[sellers] < 0]
            value = float((prices * needed).sum() + by_supplier[sellers].sum())
            waited = 0 if value > best_value + 1e-9 * known_value else waited + 1
            best_value = max(best_value, value)
            if waited == PATIENCE:
                step, waited = step / 2, 0
            sells = (profit < 0) & np.isin(self._supplier, sellers)
            sold = np.bincount(self._line, np.where(sells, filled[amount, offer], 0), len(needed))
            slope = needed - sold
            slope[(prices >= lacking) & (slope > 0)] = 0.0
            direction = slope + MOMENTUM * direction
            length = float((scale * direction**2).sum())
            is_near = known_value - best_value <= ENOUGH * known_value or step < SHORTEST_STEP
            if length == 0 or is_near or time.monotonic() > self._end:
                break
            move = step * max(known_value - value, 1e-6 * known_value) / length
            prices = np.clip(prices + move * scale * direction, 0.0, lacking)
        return best_value


def whole(bound: float) -> int:
    """A bound as whole units of money, on the safe side of what floats lose."""
    return max(int(bound * (1 - 1e-9)) - 1, 0)
