"""What buying line by line comes to: whole packs of the cheapest offer, then of the next."""

from collections import Counter

from crossdock.basket.basket import Basket
from crossdock.basket.instance import bounds, may_be_taken
from crossdock.basket.problem import Problem


def cheapest_first(problem: Problem) -> Basket:
    """The basket that looks at each line by itself: minimum sums may not be reached in it."""
    missing: Counter[int] = Counter({place: line.asked for place, line in enumerate(problem.lines)})
    takes = []
    by_price = sorted(enumerate(problem.offers), key=lambda pair: (pair[1].price, pair[0]))
    for place, offer in by_price:
        limits = bounds(offer, missing[offer.line])
        if limits and may_be_taken(problem, offer):
            takes.append((place, limits.most))
            missing[offer.line] -= limits.most
    return Basket.of(problem, takes)
