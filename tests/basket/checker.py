"""Judges baskets by the words of the rules. It uses nothing of the product but its values."""

from fractions import Fraction


def complaints(problem, takes) -> list[str]:
    """What is wrong with a basket, given as (offer, pieces) pairs."""
    found = []
    pieces_of_line: dict[int, int] = {}
    offers_of_line: dict[int, set[int]] = {}
    goods: dict[int, int] = {}
    for place, pieces in takes:
        offer = problem.offers[place]
        line = problem.lines[offer.line]
        rules = problem.rules
        if pieces > offer.stock:
            found.append(f"offer {place}: more than the stock")
        if pieces % offer.pack:
            found.append(f"offer {place}: broken pack")
        if pieces < offer.minimum:
            found.append(f"offer {place}: less than its minimum")
        if line.ceiling is not None and offer.price > line.ceiling:
            found.append(f"offer {place}: above the ceiling price")
        if rules.within_hours is not None and (
            offer.hours is None or offer.hours > rules.within_hours
        ):
            found.append(f"offer {place}: too late")
        if offer.supplier in rules.excluded or offer.rank == 3:
            found.append(f"offer {place}: never wanted")
        if rules.pins.get(offer.line, offer.supplier) != offer.supplier:
            found.append(f"offer {place}: pinned to another supplier")
        pieces_of_line[offer.line] = pieces_of_line.get(offer.line, 0) + pieces
        offers_of_line.setdefault(offer.line, set()).add(place)
        goods[offer.supplier] = goods.get(offer.supplier, 0) + offer.price * pieces
    for line, taken in offers_of_line.items():
        if problem.rules.no_split and len(taken) > 1:
            found.append(f"line {line}: split")
        largest = max(
            max(each.pack, -(-each.minimum // each.pack) * each.pack)
            for each in problem.offers
            if each.line == line
        )
        if pieces_of_line[line] - problem.lines[line].asked >= max(largest, 1):
            found.append(f"line {line}: more surplus than any pack")
    return found + _of_suppliers(problem, goods)


def _of_suppliers(problem, goods) -> list[str]:
    found, rules, total = [], problem.rules, total_of(problem, goods)
    if rules.max_suppliers is not None and len(goods) > rules.max_suppliers:
        found.append("too many suppliers")
    if rules.budget is not None and total > rules.budget:
        found.append("above the budget")
    for supplier, amount in goods.items():
        if amount < problem.terms[supplier].minimum_sum:
            found.append(f"supplier {supplier}: below its minimum sum")
        if rules.max_share is not None and Fraction(amount, sum(goods.values())) > Fraction(
            rules.max_share, 10_000
        ):
            found.append(f"supplier {supplier}: too large a share")
    return found


def total_of(problem, goods) -> int:
    """Goods and their delivery, by the suppliers' terms."""
    total = 0
    for supplier, amount in goods.items():
        terms = problem.terms[supplier]
        total += amount
        if terms.free_from is None or amount < terms.free_from:
            total += terms.delivery_cost
    return total
