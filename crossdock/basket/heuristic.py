"""A good basket in a moment: which suppliers to buy from, and each line's cheapest cover of them.

Suppliers are chosen by the pieces that they have and by their price for each line; the baskets
themselves are made of exact covers. The same instance gives the same basket.
"""

from bisect import bisect_right
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crossdock.basket.covers import Covers, Taken
from crossdock.basket.instance import Instance
from crossdock.basket.minimum_sums import ByLine, flat, with_minimum_sums

Array = NDArray[Any]

MAX_ROUNDS = 200
"""So often a supplier is added, dropped or swapped."""


def first_basket(covers: Covers) -> Taken:
    """A basket that may not keep to the rules about shares, nor to others if there is a budget."""
    suppliers = SupplierChoice(covers.instance).best()
    by_line = with_minimum_sums(covers, suppliers)
    budget = covers.instance.budget
    return flat(by_line if budget is None else _within_budget(covers, by_line, budget))


class SupplierChoice:
    """Suppliers that together are cheap: added one by one, then dropped and swapped."""

    def __init__(self, instance: Instance) -> None:
        self._asked = np.array(instance.asked, float)
        self._opening = np.array(instance.delivery_costs, float)
        self._limit = min(instance.max_suppliers or len(self._opening), len(self._opening))
        shape = len(self._asked), len(self._opening)
        self._missing_piece = 10.0 * max(instance.price, default=1)
        self._has = np.zeros(shape)
        self._price = np.full(shape, self._missing_piece)
        line, supplier = np.array(instance.line, int), np.array(instance.supplier, int)
        price, most = np.array(instance.price, float), np.array(instance.most, float)
        np.add.at(self._has, (line, supplier), most)
        usable = np.minimum(most, self._asked[line])
        np.minimum.at(self._price, (line, supplier), price * most / usable)

    def best(self) -> list[int]:
        """Their numbers, in order."""
        chosen: list[int] = []
        worth = self._missing_piece * float(self._asked.sum())
        for _round in range(MAX_ROUNDS):
            changed, new_worth = self._changed(chosen, worth)
            if new_worth >= worth - 1e-6:
                break
            chosen, worth = changed, new_worth
        return sorted(chosen)

    def _changed(self, chosen: list[int], worth: float) -> tuple[list[int], float]:
        """The best of all sets that one supplier more, less or another makes, and what it costs."""
        if len(chosen) < self._limit:
            added = self._with_one_more(chosen)
            if added[1] < worth - 1e-6:
                return added
        best = chosen, worth
        for out in chosen:
            remaining = [supplier for supplier in chosen if supplier != out]
            ways = [(remaining, self._worth(remaining))]
            if len(chosen) == self._limit:
                ways.append(self._with_one_more(remaining))
            best = min(best, *ways, key=lambda way: way[1])
        return best

    def _with_one_more(self, chosen: list[int]) -> tuple[list[int], float]:
        closed = [supplier for supplier in range(len(self._opening)) if supplier not in chosen]
        if not closed:
            return chosen, np.inf
        has, price = self._together(chosen)
        missing = np.maximum((self._asked - has)[:, None] - self._has[:, closed], 0)
        paid = np.minimum(price[:, None], self._price[:, closed])
        paid *= self._asked[:, None] - missing
        worths = self._missing_piece * missing.sum(axis=0) + paid.sum(axis=0)
        worths += self._opening[closed] + self._opening[chosen].sum()
        cheapest = int(worths.argmin())
        return [*chosen, closed[cheapest]], float(worths[cheapest])

    def _worth(self, chosen: list[int]) -> float:
        has, price = self._together(chosen)
        missing = np.maximum(self._asked - has, 0)
        paid = (self._missing_piece * missing + price * (self._asked - missing)).sum()
        return float(paid + self._opening[chosen].sum())

    def _together(self, chosen: list[int]) -> tuple[Array, Array]:
        """What the suppliers have of each line, and their lowest price for it."""
        price = self._price[:, chosen].min(axis=1, initial=self._missing_piece)
        return self._has[:, chosen].sum(axis=1), price


def _within_budget(covers: Covers, by_line: ByLine, budget: int) -> ByLine:
    """As many lines as the budget is enough for, those with the cheapest pieces first."""

    def price(line: int) -> float:
        taken = by_line[line]
        return covers.cost(taken) / max(sum(pieces for _choice, pieces in taken), 1)

    by_price = sorted(by_line, key=price)

    def first(lines: int) -> ByLine:
        return {line: by_line[line] for line in by_price[:lines]}

    lines = bisect_right(
        range(len(by_price) + 1), budget, key=lambda count: covers.total(flat(first(count)))
    )
    return first(lines - 1)
