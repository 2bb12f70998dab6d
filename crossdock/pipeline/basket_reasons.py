"""Why a basket leaves pieces of a line out."""

from collections.abc import Sequence

from crossdock.basket.basket import Basket
from crossdock.basket.instance import bounds, may_be_taken
from crossdock.basket.problem import SHARE_UNITS, Offer, Problem, Rank, amount
from crossdock.pipeline.basket import Market
from crossdock.texts import Joined, Money, Number, Text
from crossdock.texts import Text as _

MAX_NAMED = 3
"""So many suppliers are named in a reason."""


class Reasons:
    """The reasons for a basket's missing pieces."""

    def __init__(self, market: Market, basket: Basket) -> None:
        self._market = market
        self._basket = basket
        self._offers: dict[int, list[Offer]] = {place: [] for place in basket.missing}
        for offer in basket.problem.offers:
            if offer.line in self._offers:
                self._offers[offer.line].append(offer)

    def of(self, line: int) -> Text | Joined:
        """Why pieces of a line (its place) are missing."""
        wanted = self._market.wanted.parts[line]
        offers = self._offers[line]
        if wanted.problem is not None:
            return Text.of(wanted.problem.label)
        if not offers:
            return _("No supplier of the group has it in stock in a current price list.")
        problem = self._basket.problem
        allowed = [offer for offer in offers if may_be_taken(problem, offer)]
        if not allowed:
            return _forbidden(problem, offers)
        asked = problem.lines[line].asked
        usable = [(offer, limits) for offer in allowed if (limits := bounds(offer, asked))]
        if not usable:
            return _("There are fewer pieces than a pack or than the minimum quantity.")
        pieces = [limits.most for _offer, limits in usable]
        has = max(pieces) if problem.rules.no_split else sum(pieces)
        if has <= asked - self._basket.missing[line]:
            return (ONE_HAS if problem.rules.no_split else ALL_HAVE) % Number(has)
        return self._forgone([offer for offer, _limits in usable])

    def _forgone(self, usable: Sequence[Offer]) -> Text:
        """Which rule about the whole basket is in the way."""
        problem, basket = self._basket.problem, self._basket
        rules = problem.rules
        cheapest = min(offer.price for offer in usable)
        if rules.budget is not None and basket.total + cheapest > rules.budget:
            return _("The budget of %s is too small for it.") % _money(rules.budget)
        other_suppliers = sorted({offer.supplier for offer in usable} - set(basket.suppliers))
        if rules.max_suppliers is not None and len(basket.suppliers) >= rules.max_suppliers:
            text = _("What is missing is only at other suppliers, and no more than %s may be used.")
            return text % Number(rules.max_suppliers)
        share = rules.max_share
        if share is not None and share * len(problem.terms) < 100 * SHARE_UNITS:
            return _too_large_share(share)
        short = [supplier for supplier in other_suppliers if problem.terms[supplier].minimum_sum]
        if short:
            return _("Minimum order sums are not reached: %s.") % Joined.of(
                self._minimum(supplier) for supplier in short[:MAX_NAMED]
            )
        if share is not None:
            return _too_large_share(share)
        return _("The rules leave no way to buy it.")

    def _minimum(self, supplier: int) -> Text:
        values = {
            "supplier": self._market.suppliers[supplier].name,
            "sum": _money(self._basket.problem.terms[supplier].minimum_sum),
        }
        return _("%(supplier)s (%(sum)s)") % values


ONE_HAS = _("No single offer has more than %s pcs.")
ALL_HAVE = _("All offers together have %s pcs.")


def _forbidden(problem: Problem, offers: Sequence[Offer]) -> Text:
    """Why none of the offers may be taken."""
    rules, ceiling = problem.rules, problem.lines[offers[0].line].ceiling
    if ceiling is not None and all(offer.price > ceiling for offer in offers):
        return _("Every offer costs more than the ceiling price of %s.") % _money(ceiling)
    if rules.within_hours is not None and all(
        offer.hours is None or offer.hours > rules.within_hours for offer in offers
    ):
        return _("Nothing arrives within %s h.") % Number(rules.within_hours)
    if offers[0].line in rules.pins:
        return _("The supplier that the line is pinned to has no offer that counts.")
    if all(offer.supplier in rules.excluded or offer.rank is Rank.NEVER for offer in offers):
        return _("Its suppliers are excluded.")
    return _("No offer keeps to all rules: ceiling price, delivery time, excluded suppliers.")


def _too_large_share(share: int) -> Text:
    return _("One supplier would have more than %s%% of the goods.") % f"{share / SHARE_UNITS:g}"


def _money(units: int) -> Money:
    return Money(str(amount(units)))
