from dataclasses import replace

import pytest

from crossdock.basket.problem import Line, Offer, Problem, Rank, Rules, Terms, units
from crossdock.models import BrandAlias, PurchasingRule, RuleSet
from crossdock.pipeline.basket_options import BasketOptions, ranked
from tests.factories import make_supplier
from tests.pipeline.markets import market_of

PROBLEM = Problem((Line(1, 2), Line(7, 3)), (Offer(0, 0, 1, 9), Offer(1, 1, 1, 9)), (Terms(),) * 2)
MARKET = market_of(PROBLEM)
Wish = PurchasingRule.Wish


def test_options_are_the_same_after_the_column() -> None:
    options = BasketOptions(2, 24, 99.5, 50.0, True, {"7": 12}, [11], 90, True)
    assert BasketOptions.from_json(options.to_json()) == options


def test_rules_name_lines_and_suppliers_by_their_places() -> None:
    options = BasketOptions(
        2, 24, 99.5, 50.5, True, pins={"7": 12, "8": 12, "1": 99}, excluded=[11, 99]
    )
    base = Rules(pins={1: 1}, excluded=frozenset({0}))
    assert options.base_rules(MARKET) == base
    assert options.own_rules(MARKET) == replace(
        base, max_suppliers=2, within_hours=24, budget=units(99.5), max_share=5050, no_split=True
    )


@pytest.mark.django_db
def test_of_several_rules_the_one_that_names_more_holds() -> None:
    rules = RuleSet.objects.create(name="Ours")
    supplier = make_supplier(pk=11)
    BrandAlias.objects.create(alias="Bosch Technik", brand="BOSCH")

    def ranks(**rule: object) -> list[Rank]:
        rules.rules.create(**rule)
        return [offer.rank for offer in ranked(MARKET, rules).offers]

    assert ranked(MARKET, None) is PROBLEM
    brand = "Bosch Technik"
    assert ranks(wish=Wish.NEVER, brand=brand) == [Rank.NEVER, Rank.NEVER]
    assert ranks(wish=Wish.LAST_RESORT, supplier=supplier) == [Rank.LAST_RESORT, Rank.NEVER]
    preferred = ranks(wish=Wish.PREFERRED, supplier=supplier, brand=brand)
    assert preferred == [Rank.PREFERRED, Rank.NEVER]
    assert ranks(wish=Wish.LAST_RESORT, brand=brand) == [Rank.PREFERRED, Rank.LAST_RESORT]
