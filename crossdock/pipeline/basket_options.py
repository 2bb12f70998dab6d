"""What somebody asks of a basket, as it is kept with it."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from crossdock.basket.problem import SHARE_UNITS, Problem, Rank, Rules, units
from crossdock.models import PurchasingRule, RuleSet
from crossdock.offers.brands import BrandSpellings
from crossdock.pipeline.basket import Market

DEFAULT_MAX_SUPPLIERS = 3
DEFAULT_WITHIN_HOURS = 24
RANKS = {
    PurchasingRule.Wish.PREFERRED: Rank.PREFERRED,
    PurchasingRule.Wish.LAST_RESORT: Rank.LAST_RESORT,
    PurchasingRule.Wish.NEVER: Rank.NEVER,
}


@dataclass(frozen=True)
class BasketOptions:
    """Rules of one's own; None where there is none.

    `budget` is in the currency, `max_share` in percent; `pins` say by line number which supplier
    (id) has to have it, `excluded` are ids of suppliers. `seconds` is for all baskets together.
    With `again`, lines count that have been ordered before.
    """

    max_suppliers: int | None = None
    within_hours: int | None = None
    budget: float | None = None
    max_share: float | None = None
    no_split: bool = False
    pins: dict[str, int] = field(default_factory=dict)
    excluded: list[int] = field(default_factory=list)
    seconds: int = 60
    again: bool = False

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Out of the column."""
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        """The column's value: each option by its name."""
        return asdict(self)

    def own_rules(self, market: Market) -> Rules:
        """The base rules and the user's own, in units of the problem."""
        return replace(
            self.base_rules(market),
            max_suppliers=self.max_suppliers,
            within_hours=self.within_hours,
            budget=None if self.budget is None else units(self.budget),
            max_share=None if self.max_share is None else int(self.max_share * SHARE_UNITS),
            no_split=self.no_split,
        )

    def base_rules(self, market: Market) -> Rules:
        """Those that hold in every scenario: pinned lines, excluded suppliers."""
        places = {supplier.pk: place for place, supplier in enumerate(market.suppliers)}
        lines = {
            number: place
            for place, wanted in enumerate(market.wanted.parts)
            for number in wanted.lines
        }
        pins = {
            lines[int(number)]: places[supplier]
            for number, supplier in self.pins.items()
            if int(number) in lines and supplier in places
        }
        excluded = frozenset(places[pk] for pk in self.excluded if pk in places)
        return Rules(pins=pins, excluded=excluded)


def ranked(market: Market, rule_set: RuleSet | None) -> Problem:
    """The market's problem with its offers ranked; of several rules the one that names more holds.

    A rule for supplier and brand counts more than one for the supplier, that more than one for the
    brand; of equal ones the later.
    """
    if rule_set is None:
        return market.problem
    spellings = BrandSpellings.load()
    ranks: dict[tuple[int | None, str], Rank] = {}
    for rule in rule_set.rules.all():
        brands = spellings.of(rule.brand_key) if rule.brand_key else ("",)
        rank = RANKS[PurchasingRule.Wish(rule.wish)]
        ranks |= {(rule.supplier_id, brand): rank for brand in brands}
    offers = []
    for offer in market.problem.offers:
        supplier = market.suppliers[offer.supplier].pk
        brand = market.wanted.parts[offer.line].part.brand_key
        keys = ((supplier, brand), (supplier, ""), (None, brand))
        rank = next((ranks[key] for key in keys if key in ranks), Rank.ORDINARY)
        offers.append(offer if rank is Rank.ORDINARY else replace(offer, rank=rank))
    return replace(market.problem, offers=tuple(offers))
