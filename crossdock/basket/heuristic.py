"""A good basket in a moment: which suppliers to buy from, and each line's cheapest cover of them.

Suppliers are chosen by what each line costs at one supplier alone; the baskets themselves are made
of exact covers. The same instance gives the same basket.
"""

from bisect import bisect_right
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crossdock.basket.covers import Covers, Taken
from crossdock.basket.instance import Instance
from crossdock.basket.minimum_sums import ByLine, flat, with_minimum_sums

Floats = NDArray[np.float64]

MAX_ROUNDS = 200
"""So often a supplier is added, dropped or swapped."""


def first_basket(covers: Covers) -> Taken:
    """A basket that may not keep to the rules about shares, nor to others if there is a budget."""
    suppliers = chosen_suppliers(covers.instance, single_costs(covers.instance))
    by_line = with_minimum_sums(covers, suppliers)
    budget = covers.instance.budget
    return flat(by_line if budget is None else _within_budget(covers, by_line, budget))


def single_costs(instance: Instance) -> Floats:
    """By line and supplier, what the line costs there; a missing piece costs more than any other"""
    shape = len(instance.asked), len(instance.minimum_sums)
    missing_piece = 10.0 * max(instance.price, default=1)
    asked = np.array(instance.asked, float)
    costs = np.repeat(asked[:, None] * missing_piece, shape[1], axis=1)
    if not instance.line:
        return costs
    line, supplier = np.array(instance.line), np.array(instance.supplier)
    price, most = np.array(instance.price, float), np.array(instance.most, float)
    lacking = np.maximum(asked[line] - most, 0)
    np.minimum.at(costs, (line, supplier), price * most + lacking * missing_piece)
    return costs


def chosen_suppliers(instance: Instance, costs: Floats) -> list[int]:
    """Suppliers that together are cheap: added one by one, then dropped and swapped."""
    opening = np.array(instance.delivery_costs, float)
    count = len(opening)
    limit = min(instance.max_suppliers or count, count)
    missing = costs.max(axis=1, initial=0.0)  # what a line costs that nobody fills
    chosen: list[int] = []
    for _round in range(MAX_ROUNDS):
        change = _best_change(costs, opening, missing, chosen, limit)
        if change is None:
            break
        out, into = change
        chosen = [each for each in chosen if each != out] + ([into] if into is not None else [])
    return sorted(chosen)


def _best_change(
    costs: Floats, opening: Floats, missing: Floats, chosen: list[int], limit: int
) -> tuple[int | None, int | None] | None:
    """The supplier to leave out and the one to take in, that save the most; None if none does."""
    best: tuple[float, tuple[int | None, int | None]] = (-1e-6, (None, None))
    now = _cheapest(costs, missing, chosen)
    closed = [each for each in range(costs.shape[1]) if each not in chosen]
    if len(chosen) < limit and closed:
        change = opening[closed] - np.maximum(now[:, None] - costs[:, closed], 0).sum(axis=0)
        place = int(change.argmin())
        best = min(best, (float(change[place]), (None, closed[place])))
        if best[1][1] is not None:
            return best[1]
    for out in chosen:
        without = _cheapest(costs, missing, [each for each in chosen if each != out])
        dropped = float((without - now).sum() - opening[out])
        best = min(best, (dropped, (out, None)), key=_saving)
        if closed and len(chosen) == limit:
            gain = np.maximum(without[:, None] - costs[:, closed], 0).sum(axis=0)
            change = dropped + opening[closed] - gain
            place = int(change.argmin())
            best = min(best, (float(change[place]), (out, closed[place])), key=_saving)
    return None if best[1] == (None, None) else best[1]


def _saving(change: tuple[float, Any]) -> float:
    return change[0]


def _cheapest(costs: Floats, missing: Floats, suppliers: list[int]) -> Floats:
    if not suppliers:
        return missing
    cheapest: Floats = np.minimum(costs[:, suppliers].min(axis=1), missing)
    return cheapest


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
