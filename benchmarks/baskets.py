"""Baskets: time, memory and proven gap, beside buying cheapest first and from one supplier.

`python -m benchmarks.baskets [--lines N] [--suppliers M] [--max-suppliers K] [--seconds S]`
"""

import argparse
import random
import resource
import time

from crossdock.basket.basket import Basket
from crossdock.basket.cheapest_first import cheapest_first
from crossdock.basket.problem import MONEY_UNITS, Line, Offer, Problem, Rules, Terms
from crossdock.basket.solver import Solver
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000)
    parser.add_argument("--suppliers", type=int, default=30)
    parser.add_argument("--max-suppliers", type=int)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    problem = example(options.lines, options.suppliers, Rules(options.max_suppliers))
    began = time.monotonic()

    def better(solved) -> None:  # type: ignore[no-untyped-def]
        missing = sum(solved.basket.missing.values())
        print(
            f"  {time.monotonic() - began:6.1f} s  {solved.basket.total / MONEY_UNITS:16,.2f}"
            f"  missing {missing}  gap {solved.gap:.3%}"
        )

    solved = Solver(problem, on_better=better).solve(options.seconds)
    elapsed = time.monotonic() - began
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert not complaints(problem, solved.basket.takes)
    print(
        f"{len(problem.lines)} lines, {len(problem.terms)} suppliers, {len(problem.offers)} offers"
    )
    print(
        f"{elapsed:.1f} s (processor {usage.ru_utime + usage.ru_stime:.1f} s), "
        f"{usage.ru_maxrss / 1024:.0f} MB, gap {solved.gap:.4%}, best: {solved.is_best}"
    )
    _compare("basket", solved.basket, solved.basket)
    _compare("cheapest first", cheapest_first(problem), solved.basket)


def _compare(name: str, basket: Basket, best: Basket) -> None:
    print(
        f"{name:>15}: {basket.total / MONEY_UNITS:16,.2f} ({basket.total / best.total - 1:+.2%}), "
        f"{len(basket.suppliers)} suppliers, {sum(basket.missing.values())} pieces missing"
    )


if __name__ == "__main__":
    main()
