"""The basket as a mixed-integer programme for HiGHS, in arrays.

For each choice (an offer that may be taken) there is the number of its packs, and where fewer than
some make no sale, whether it is taken. For each supplier whose terms or number matter, there is
whether it is ordered from, and whether it delivers free; for each line, what it lacks, unless that
is known. All coefficients are whole numbers: money is divided by what divides all of it.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import gcd
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from crossdock.basket.covers import Covers
from crossdock.basket.instance import NEVER_FREE
from crossdock.basket.problem import SHARE_UNITS

Array = NDArray[Any]
INFINITY = highspy.kHighsInf
MANY_CHOICES = 5_000
"""With more, equal costs are too rare to look for fewer suppliers among them."""


@dataclass
class Columns:
    """Where each kind of variable begins, and how many there are."""

    packs: range
    taken: range
    ordered: range
    free: range
    goods: range
    missing: range

    @property
    def count(self) -> int:
        """How many variables there are in all."""
        return self.missing.stop


class Model:
    """The variables and rows.

    `missing` is what all lines may lack, None where that is sought; `needed` are the pieces that
    each line has to get, None where any may lack some.
    """

    def __init__(
        self, covers: Covers, missing: int | None, needed: list[int] | None = None
    ) -> None:
        instance = self.instance = covers.instance
        self._covers = covers
        self.fillable = np.array(covers.fillable, int)
        self._limit = missing
        self.line = np.array(instance.line, int)
        self.supplier = np.array(instance.supplier, int)
        self.pack, self.least = np.array(instance.pack, int), np.array(instance.least, int)
        self.most_packs = np.array(instance.most, int) // self.pack
        self.unit = self._unit()
        self.suppliers = len(instance.minimum_sums)
        self._needed = None if needed is None else np.array(needed, int)
        self.breaks_ties = len(instance.line) <= MANY_CHOICES
        self.weight = self.suppliers + 1 if self.breaks_ties else 1
        self._lumpy = np.flatnonzero((self.least > self.pack) | instance.no_split)
        self._coupled = self._coupled_suppliers()
        self._may_be_free = [
            supplier
            for supplier in self._coupled
            if instance.free_from[supplier] != NEVER_FREE and instance.delivery_costs[supplier]
        ]
        sizes = (
            len(self.line), len(self._lumpy), len(self._coupled), len(self._may_be_free),
            0 if instance.max_share is None else self.suppliers,
            0 if needed is not None else len(self.fillable),
        )  # fmt: skip
        ends = np.cumsum((0, *sizes)).tolist()
        self.columns = Columns(*(range(a, b) for a, b in pairwise(ends)))
        self._rows: list[tuple[Array, Array, Array, Array, Array]] = []
        self._count = 0
        self._add_rows()

    def _unit(self) -> int:
        money = (*self.instance.price, *self.instance.delivery_costs)
        return max(gcd(*money), 1)

    def _coupled_suppliers(self) -> list[int]:
        instance = self.instance
        if instance.max_suppliers is not None or self.breaks_ties:
            return list(range(self.suppliers))
        terms = zip(instance.minimum_sums, instance.delivery_costs, strict=True)
        return [
            supplier for supplier, (minimum, delivery) in enumerate(terms) if minimum or delivery
        ]

    # Each kind of row

    def _add_rows(self) -> None:
        instance = self.instance
        self._cost = np.array(instance.price, float) / self.unit * self.pack
        self._add_covers()
        self._add_lumps()
        self._add_links()
        self._add_supplier_rows()
        if instance.max_suppliers is not None:
            self._add_row(list(self.columns.ordered), 1.0, -INFINITY, instance.max_suppliers)
        if instance.budget is not None:
            costs = self.costs()
            places = np.flatnonzero(costs)
            self._add_row(places, costs[places], -INFINITY, instance.budget // self.unit)
        if self._needed is None and self._limit is not None:
            self._add_row(list(self.columns.missing), 1.0, -INFINITY, self._limit)

    def _add_covers(self) -> None:
        instance, lines = self.instance, np.arange(len(self.fillable))
        needed = np.array(instance.asked, int) if self._needed is None else self._needed
        counted = np.minimum(self.pack, needed[self.line]).astype(float)
        rows, places, values = self.line, np.arange(len(self.line)), counted
        if self._needed is None:
            rows = np.concatenate([rows, lines])
            places = np.concatenate([places, np.array(self.columns.missing)])
            values = np.concatenate([values, np.ones(len(lines))])
        self._add(rows, places, values, needed.astype(float), np.full(len(lines), INFINITY))
        surplus = np.zeros(len(lines))
        np.maximum.at(surplus, self.line, self.least - 1.0)
        self._add(
            self.line, np.arange(len(self.line)), self.pack.astype(float),
            np.full(len(lines), -INFINITY), np.array(instance.asked, float) + surplus,
        )  # fmt: skip
        if self._needed is not None:
            self._add_least_costs(self._needed == self.fillable)

    def _add_least_costs(self, is_filled: Array) -> None:
        """What a line with packs costs at least: rounding says more than the packs' sum does."""
        awkward = set(self.line[(self.least > 1) & is_filled[self.line]].tolist())
        ends = np.searchsorted(self.line, np.arange(len(self.fillable) + 1)).tolist()
        for line, covered in self._covers.exact.items():
            if line in awkward:
                choices = list(range(ends[line], ends[line + 1]))
                least = self._covers.cost(covered.taken) // self.unit
                self._add_row(choices, self._cost[choices], least, INFINITY)

    def _add_lumps(self) -> None:
        lumpy = self._lumpy
        rows = np.arange(len(lumpy))
        taken = np.array(self.columns.taken, int)
        double_rows, places = np.concatenate([rows, rows]), np.concatenate([lumpy, taken])
        ones, none = np.ones(len(lumpy)), np.zeros(len(lumpy))
        least = (self.least // self.pack)[lumpy].astype(float)
        most = self.most_packs[lumpy].astype(float)
        inf = np.full(len(lumpy), INFINITY)
        self._add(double_rows, places, np.concatenate([ones, -least]), none, inf)
        self._add(double_rows, places, np.concatenate([ones, -most]), -inf, none)
        if self.instance.no_split:
            lines = len(self.fillable)
            self._add(
                self.line[lumpy], taken, ones, np.full(lines, -INFINITY), np.ones(lines)
            )  # fmt: skip

    def _add_links(self) -> None:
        """Nothing is taken from who is not ordered from."""
        ordered = np.full(self.suppliers, -1)
        ordered[self._coupled] = np.array(self.columns.ordered, int)
        place = np.arange(len(self.line))
        most = self.most_packs.astype(float)
        place[self._lumpy] = np.array(self.columns.taken, int)
        most[self._lumpy] = 1.0
        linked = np.flatnonzero(ordered[self.supplier] >= 0)
        rows = np.arange(len(linked))
        self._add(
            np.concatenate([rows, rows]),
            np.concatenate([place[linked], ordered[self.supplier[linked]]]),
            np.concatenate([np.ones(len(linked)), -most[linked]]),
            np.full(len(linked), -INFINITY),
            np.zeros(len(linked)),
        )

    def _add_supplier_rows(self) -> None:
        instance = self.instance
        order = np.argsort(self.supplier, kind="stable")
        ends = np.searchsorted(self.supplier[order], np.arange(self.suppliers + 1))
        for at, supplier in enumerate(self._coupled):
            choices, ordered = order[ends[supplier] : ends[supplier + 1]], self.columns.ordered[at]
            if minimum := instance.minimum_sums[supplier]:
                self._add_at_least(choices, ordered, minimum)
            if supplier in self._may_be_free:
                free = self.columns.free[self._may_be_free.index(supplier)]
                self._add_at_least(choices, free, instance.free_from[supplier])
                self._add_row([free, ordered], np.array([1.0, -1.0]), -INFINITY, 0)
        if instance.max_share is not None:
            self._add_shares(instance.max_share / (100 * SHARE_UNITS))

    def _add_shares(self, share: float) -> None:
        """The goods of each supplier, which are at most so much of all of them."""
        goods = np.array(self.columns.goods)
        none, inf = np.zeros(self.suppliers), np.full(self.suppliers, INFINITY)
        self._add(
            np.concatenate([self.supplier, np.arange(self.suppliers)]),
            np.concatenate([np.arange(len(self.line)), goods]),
            np.concatenate([self._cost, -np.ones(self.suppliers)]),
            none, none,
        )  # fmt: skip
        rows = np.repeat(np.arange(self.suppliers), self.suppliers)
        values = np.eye(self.suppliers) - share
        self._add(rows, np.tile(goods, self.suppliers), values.ravel(), -inf, none)

    def _add_at_least(self, choices: Array, column: int, money: int) -> None:
        needed = -(-money // self.unit)
        values = np.concatenate([self._cost[choices], [-float(needed)]])
        self._add_row(np.concatenate([choices, [column]]), values, 0, INFINITY)

    def _add_row(self, places: Any, values: Any, lower: float, upper: float) -> None:
        places = np.asarray(places, int)
        values = np.broadcast_to(np.asarray(values, float), places.shape)
        self._add(
            np.zeros(len(places), int), places, values,
            np.array([lower], float), np.array([upper], float),
        )  # fmt: skip

    def _add(self, rows: Array, places: Array, values: Array, lower: Array, upper: Array) -> None:
        self._rows.append((rows + self._count, places, values, lower, upper))
        self._count += len(lower)

    # What HiGHS is given

    def costs(self) -> Array:
        """What each variable costs, in units of money."""
        costs = np.zeros(self.columns.count)
        costs[list(self.columns.packs)] = self._cost
        delivery = np.array(self.instance.delivery_costs, float) / self.unit
        costs[list(self.columns.ordered)] = delivery[self._coupled]
        costs[list(self.columns.free)] = -delivery[self._may_be_free]
        return costs

    def programme(self) -> highspy.HighsLp:
        """The whole of it: least missing pieces where these are sought, else the least cost."""
        columns, lp = self.columns, highspy.HighsLp()
        objective = np.zeros(columns.count)
        upper = np.ones(columns.count)
        upper[list(columns.packs)] = self.most_packs
        upper[list(columns.goods)] = INFINITY
        upper[list(columns.missing)] = self.instance.asked if len(columns.missing) else ()
        if self._limit is None:
            objective[list(columns.missing)] = 1.0
        else:
            objective = self.costs() * self.weight
            objective[list(columns.ordered)] += 1.0 if self.breaks_ties else 0.0
        rows, places, values, lower, upper_rows = map(np.concatenate, zip(*self._rows, strict=True))
        order = np.argsort(rows, kind="stable")
        lp.num_col_, lp.num_row_ = columns.count, self._count
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = objective, np.zeros(columns.count), upper
        lp.row_lower_, lp.row_upper_ = lower, upper_rows
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.searchsorted(rows[order], np.arange(self._count + 1))
        lp.a_matrix_.index_, lp.a_matrix_.value_ = places[order], values[order]
        lp.integrality_ = [highspy.HighsVarType.kInteger] * columns.goods.start + [
            highspy.HighsVarType.kContinuous
        ] * (len(columns.goods) + len(columns.missing))
        return lp

    def start(self, taken: list[tuple[int, int]]) -> Array:
        """The variables' values for a basket."""
        values = np.zeros(self.columns.count)
        goods = np.zeros(self.suppliers)
        filled = np.zeros(len(self.fillable))
        for choice, pieces in taken:
            values[choice] = pieces // self.pack[choice]
            goods[self.supplier[choice]] += self.instance.price[choice] * pieces
            filled[self.line[choice]] += pieces
        values[list(self.columns.taken)] = values[self._lumpy] > 0
        values[list(self.columns.ordered)] = goods[self._coupled] > 0
        values[list(self.columns.free)] = [
            goods[supplier] >= self.instance.free_from[supplier] and goods[supplier] > 0
            for supplier in self._may_be_free
        ]
        if len(self.columns.goods):
            values[list(self.columns.goods)] = goods / self.unit
        if len(self.columns.missing):
            asked = np.array(self.instance.asked)
            values[list(self.columns.missing)] = np.maximum(asked - filled, 0)
        return values

    def taken(self, values: Array) -> list[tuple[int, int]]:
        """The choices and their pieces that the variables stand for."""
        packs = np.rint(np.asarray(values)[: len(self.pack)]).astype(int)
        choices = np.flatnonzero(packs)
        pieces = packs[choices] * self.pack[choices]
        return list(zip(choices.tolist(), pieces.tolist(), strict=True))

    def cost_bound(self, bound: float) -> int:
        """A bound of the objective as money that no basket can undercut."""
        if bound == -INFINITY:  # the time was over before anything was known
            return 0
        tolerance = 1e-11 * abs(bound) + 1e-6
        ties = self.suppliers if self.breaks_ties else 0
        return max(int(np.ceil((bound - ties - tolerance) / self.weight)), 0) * self.unit
