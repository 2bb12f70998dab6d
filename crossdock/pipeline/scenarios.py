"""Baskets that stand side by side, and what each rule costs: differences of solved baskets."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from crossdock.basket.problem import Problem, Rules, Terms, amount
from crossdock.basket.solver import Solved
from crossdock.pipeline.basket import Market
from crossdock.pipeline.basket_options import (
    DEFAULT_MAX_SUPPLIERS,
    DEFAULT_WITHIN_HOURS,
    BasketOptions,
)
from crossdock.texts import Joined, Money, Number, Text
from crossdock.texts import Text as _

MAX_WITHOUT = 5
"""So many suppliers, those who get the most, are left out one by one."""

MAX_FREE = 3
"""So many suppliers, those who lack the least for it, are asked to deliver free."""

MAX_LINES_NAMED = 10

Solve = Callable[[Problem], Solved | None]
"""Solves a problem; None where the time is over."""


class Scenario(NamedTuple):
    """A basket by some rules."""

    key: str
    title: Text
    problem: Problem


def scenarios(market: Market, problem: Problem, options: BasketOptions) -> list[Scenario]:
    """The first is what the others are compared with."""
    base = options.base_rules(market)
    own_rules = options.own_rules(market)
    suppliers = options.max_suppliers or DEFAULT_MAX_SUPPLIERS
    hours = options.within_hours or DEFAULT_WITHIN_HOURS

    def scenario(key: str, title: Text, rules: Rules) -> Scenario:
        return Scenario(key, title, replace(problem, rules=rules))

    usual = [
        scenario("cheapest", _("Cheapest"), base),
        scenario(
            "few",
            _("At most %s suppliers") % Number(suppliers),
            replace(base, max_suppliers=suppliers),
        ),
        scenario("soon", _("Within %s hours") % Number(hours), replace(base, within_hours=hours)),
        scenario("one", _("One supplier"), replace(base, max_suppliers=1)),
    ]
    if own_rules not in [known_scenario.problem.rules for known_scenario in usual]:
        usual.append(scenario("own", _("Your rules"), own_rules))
    return usual


def prices_of_rules(
    market: Market, solved: dict[str, tuple[Scenario, Solved]], solve: Solve
) -> Iterator[Text | Joined]:
    """What rules and suppliers cost, in words; solves a further basket for each."""
    scenario, cheapest = solved["cheapest"]
    for key in ("few", "soon", "one"):
        if key in solved:
            yield _difference(solved[key][0].title, cheapest, solved[key][1])
    if "own" in solved:
        yield from _prices_of_own(*solved["own"], solve)
    yield from _free_deliveries(market, scenario.problem, cheapest, solve)
    yield from _without(market, scenario.problem, cheapest, solve)


def _prices_of_own(scenario: Scenario, own: Solved, solve: Solve) -> Iterator[Text | Joined]:
    rules = scenario.problem.rules
    without = {
        _("At most %s suppliers") % Number(rules.max_suppliers or 0): replace(
            rules, max_suppliers=None
        ),
        _("Within %s hours") % Number(rules.within_hours or 0): replace(rules, within_hours=None),
        _("The budget"): replace(rules, budget=None),
        _("The largest share of one supplier"): replace(rules, max_share=None),
        _("Lines from one offer each"): replace(rules, no_split=False),
        _("Pinned lines"): replace(rules, pins={}),
        _("Excluded suppliers"): replace(rules, excluded=frozenset()),
    }
    for title, relaxed in without.items():
        if relaxed != rules and (free := solve(replace(scenario.problem, rules=relaxed))):
            yield _("Among your rules: %s") % _difference(title, free, own)


def _without(
    market: Market, problem: Problem, cheapest: Solved, solve: Solve
) -> Iterator[Text | Joined]:
    """What is lost without each of the suppliers that get the most."""
    sums = cheapest.basket.suppliers
    for supplier in sorted(sums, key=lambda seller: (-sums[seller].goods, seller))[:MAX_WITHOUT]:
        rules = replace(problem.rules, excluded=problem.rules.excluded | {supplier})
        if without_supplier := solve(replace(problem, rules=rules)):
            name = market.suppliers[supplier].name
            yield _difference(_("Without %s") % name, cheapest, without_supplier)


def _free_deliveries(
    market: Market, problem: Problem, cheapest: Solved, solve: Solve
) -> Iterator[Text | Joined]:
    """What it takes to have a supplier deliver for nothing."""
    lacking = {
        supplier: free_from - sums.goods
        for supplier, sums in cheapest.basket.suppliers.items()
        if sums.delivery and (free_from := problem.terms[supplier].free_from) is not None
    }
    for supplier in sorted(lacking, key=lambda seller: (lacking[seller], seller))[:MAX_FREE]:
        terms = list(problem.terms)
        free_from = terms[supplier].free_from or 0
        terms[supplier] = Terms(free_from, terms[supplier].delivery_cost, free_from)
        with_free_delivery = solve(replace(problem, terms=tuple(terms)))
        if with_free_delivery is None or supplier not in with_free_delivery.basket.suppliers:
            continue
        extra = (
            with_free_delivery.basket.suppliers[supplier].goods
            - cheapest.basket.suppliers[supplier].goods
        )
        values = {
            "more": _money(extra),
            "supplier": market.suppliers[supplier].name,
            "lines": _moved(problem, supplier, cheapest, with_free_delivery),
            "total": _more_or_less(cheapest, with_free_delivery),
        }
        yield (
            _(
                "%(more)s more at %(supplier)s makes its delivery free, with lines %(lines)s. "
                "In all: %(total)s."
            )
            % values
        )


def _moved(problem: Problem, supplier: int, before: Solved, after: Solved) -> Joined:
    """The lines of which the supplier gets more pieces than before."""
    had, has = (_pieces(solved, supplier) for solved in (before, after))
    lines = [line for line in sorted(has) if has[line] > had.get(line, 0)]
    numbers = [str(problem.lines[line].number) for line in lines[:MAX_LINES_NAMED]]
    return Joined.of([*numbers, *(["…"] if len(lines) > MAX_LINES_NAMED else [])])


def _pieces(solved: Solved, supplier: int) -> dict[int, int]:
    offers = solved.basket.problem.offers
    pieces: dict[int, int] = {}
    for take in solved.basket.takes:
        offer = offers[take.offer]
        if offer.supplier == supplier:
            pieces[offer.line] = pieces.get(offer.line, 0) + take.pieces
    return pieces


def _difference(title: Text, before: Solved, after: Solved) -> Text:
    """What a rule costs: both baskets in comparison."""
    return _("%(rule)s: %(difference)s.") % {
        "rule": title,
        "difference": _more_or_less(before, after),
    }


def _more_or_less(before: Solved, after: Solved) -> Text | Joined:
    """How much more or less is missing, which costs nothing and so comes first, and is paid."""
    paid = after.basket.total - before.basket.total
    lacking = sum(after.basket.missing.values()) - sum(before.basket.missing.values())
    if paid == 0 and lacking == 0:
        return _("costs nothing")
    texts: list[Text] = []
    if lacking:
        text = _("%s more pieces are missing") if lacking > 0 else _("%s fewer pieces are missing")
        texts.append(text % Number(abs(lacking)))
    if paid:
        text = _("%s more to pay") if paid > 0 else _("%s less to pay")
        texts.append(text % _money(abs(paid)))
    return Joined.of(texts)


def _money(units: int) -> Money:
    return Money(str(amount(units)))
