"""The best basket by trying all of them: for a few lines and suppliers only."""

from itertools import product

from tests.basket.checker import _of_suppliers, total_of


def best(problem) -> tuple[int, int, int]:
    """The least missing pieces, what that costs at least, and how few suppliers can do that."""
    suppliers = len(problem.terms)
    reached = {(0,) * suppliers: 0}  # what each supplier gets: the least missing pieces
    for line in range(len(problem.lines)):
        further: dict[tuple[int, ...], int] = {}
        ways = _ways(problem, line)
        for goods, missing in reached.items():
            for more, lacking in ways:
                key = tuple(map(sum, zip(goods, more, strict=True)))
                further[key] = min(further.get(key, 10**12), missing + lacking)
        reached = further
    worths = []
    for amounts, missing in reached.items():
        goods = {supplier: each for supplier, each in enumerate(amounts) if each}
        if not _of_suppliers(problem, goods):
            worths.append((missing, total_of(problem, goods), len(goods)))
    return min(worths)


def _ways(problem, line: int) -> list[tuple[tuple[int, ...], int]]:
    """Each way to fill a line: what each supplier gets, and the pieces that are missing."""
    asked = problem.lines[line].asked
    usable = [
        offer
        for offer in problem.offers
        if offer.line == line and _is_usable(problem, offer) and _amounts(offer, asked)
    ]
    amounts = [[0, *_amounts(offer, asked)] for offer in usable]
    lumps = [max(each.pack, -(-each.minimum // each.pack) * each.pack) for each in usable]
    ways = {}
    for pieces in product(*amounts):
        if problem.rules.no_split and sum(1 for each in pieces if each) > 1:
            continue
        if sum(pieces) > asked + max(lumps, default=1) - 1:
            continue
        goods = [0] * len(problem.terms)
        for offer, each in zip(usable, pieces, strict=True):
            goods[offer.supplier] += offer.price * each
        key = tuple(goods)
        ways[key] = min(ways.get(key, asked), max(asked - sum(pieces), 0))
    return list(ways.items())


def _amounts(offer, asked: int) -> list[int]:
    enough = next(n for n in range(10**6) if n % offer.pack == 0 and n >= max(asked, offer.minimum))
    last = min(enough, offer.stock)
    return [n for n in range(1, last + 1) if asked and n % offer.pack == 0 and n >= offer.minimum]


def _is_usable(problem, offer) -> bool:
    rules, ceiling = problem.rules, problem.lines[offer.line].ceiling
    return (
        (ceiling is None or offer.price <= ceiling)
        and (rules.within_hours is None or (offer.hours or 10**9) <= rules.within_hours)
        and offer.supplier not in rules.excluded
        and rules.pins.get(offer.line, offer.supplier) == offer.supplier
        and offer.rank != 3
    )
