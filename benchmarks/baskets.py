"""Baskets: time, memory and proven gap, beside buying cheapest first and from one supplier.

`python -m benchmarks.baskets [--lines N] [--suppliers M] [--max-suppliers K] [--seconds S]`
"""

import argparse
import random
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rows import Row
from crossdock.basket.basket import Basket
from crossdock.basket.cheapest_first import cheapest_first
from crossdock.basket.problem import MONEY_UNITS, Line, Offer, Problem, Rules, Terms
from crossdock.basket.solver import Solved, Solver
from tests.basket.checker import complaints

SEED = 19


def example(lines: int, suppliers: int, rules: Rules) -> Problem:
    """Lines as garages ask for, each offered by a third of the suppliers on average."""
    chance = random.Random(SEED)
    rows, offers = [], []
    reach = [chance.uniform(0.05, 0.6) for _supplier in range(suppliers)]
    level = [chance.uniform(0.92, 1.1) for _supplier in range(suppliers)]
    packs = [1, 1, 1, 1, 1, 1, 2, 4, 5, 10]
    for number in range(lines):
        asked = chance.choice([1, 1, 2, 2, 4, 4, 5, 8, 10, 20, 50])
        price = chance.lognormvariate(6.5, 1.2)
        rows.append(Line(number + 1, asked))
        pack = chance.choice(packs)
        for supplier in range(suppliers):
            if chance.random() < reach[supplier]:
                own = pack if chance.random() < 0.5 else 1
                kopecks = max(round(price * level[supplier] * chance.uniform(0.9, 1.2) * 100), 1)
                stock = chance.choice([1, 2, 4, 10, 10, 50, 100, 100])
                minimum = chance.choice([1] * 19 + [5])
                money = kopecks * MONEY_UNITS // 100
                offers.append(Offer(number, supplier, money, stock, own, minimum, 24))
    terms = tuple(
        Terms(
            chance.choice([0, 5_000, 15_000, 50_000]) * MONEY_UNITS,
            chance.choice([0, 500, 900]) * MONEY_UNITS,
            chance.choice([None, 20_000 * MONEY_UNITS, 100_000 * MONEY_UNITS]),
        )
        for _supplier in range(suppliers)
    )
    return Problem(tuple(rows), tuple(offers), terms, rules)


@dataclass(frozen=True)
class Measured:
    """What one search took, and the plain ways to buy beside it."""

    problem: Problem
    solved: Solved
    seconds: float
    megabytes: float
    cheapest_first: Basket
    one_supplier: Basket

    @property
    def figures(self) -> str:
        """All of it in a line."""
        return (
            f"{len(self.problem.offers):,} offers: {self.seconds:.1f} s, {self.megabytes:.0f} MB, "
            f"gap {self.solved.gap:.4%}; {self._beside('cheapest first', self.cheapest_first)}; "
            f"{self._beside('one supplier', self.one_supplier)}"
        )

    def _beside(self, name: str, basket: Basket) -> str:
        more = basket.total / self.solved.basket.total - 1
        missing = sum(basket.missing.values()) - sum(self.solved.basket.missing.values())
        return f"{name} {more:+.1%} with {missing:,} more pieces missing"


def measure(lines: int, suppliers: int, most: int | None, seconds: float) -> Measured:
    """One search; the memory is the largest of all that this process has begun so far."""
    problem = example(lines, suppliers, Rules(most))
    began = time.monotonic()
    solved = Solver(problem).solve(seconds)
    elapsed = time.monotonic() - began
    assert not complaints(problem, solved.basket.takes)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    one = Solver(example(lines, suppliers, Rules(1))).solve(10)
    return Measured(
        problem, solved, elapsed, usage.ru_maxrss / 1024, cheapest_first(problem), one.basket
    )


def rows(_folder: Path) -> Iterator[Row]:
    """The rows of `make bench`."""
    for lines, suppliers in ((1_000, 30), (1_000, 100), (10_000, 30), (10_000, 100)):
        done = measure(lines, suppliers, None, 60)
        name = f"basket of {lines:,} lines, {suppliers} suppliers"
        yield Row(f"{name}: proven gap", "–", 100 * done.solved.gap, done.figures, 0.1, unit="%")
        if (lines, suppliers) == (10_000, 30):
            yield Row(f"{name}: time", "–", done.seconds, done.figures, 60, unit="s")
            yield Row(f"{name}: memory", "–", done.megabytes, done.figures, 450, unit="MB")
    done = measure(10_000, 30, 6, 120)
    name = "the same, at most 6 of 30 suppliers: proven gap"
    yield Row(name, "–", 100 * done.solved.gap, done.figures, 5, unit="%")


def main() -> None:
    """Measure one size, on its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000)
    parser.add_argument("--suppliers", type=int, default=30)
    parser.add_argument("--max-suppliers", type=int)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    print(measure(options.lines, options.suppliers, options.max_suppliers, options.seconds).figures)


if __name__ == "__main__":
    main()
