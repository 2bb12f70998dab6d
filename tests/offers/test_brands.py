from itertools import permutations

import pytest

from crossdock.offers.brands import BrandSpellings, LoneSpellings
from crossdock.offers.current import Refresh
from crossdock.offers.database import OfferDatabase
from tests.factories import make_offer, make_price_list, make_supplier

CHAIN = [("a", "b"), ("b", "c"), ("d", "c")]


@pytest.mark.parametrize("pairs", list(permutations(CHAIN)))
def test_aliases_of_aliases_are_one_brand_in_whatever_order(pairs: list[tuple[str, str]]) -> None:
    spellings = BrandSpellings(list(pairs))
    assert {spellings.of(key) for key in "abcd"} == {("a", "b", "c", "d")}
    assert spellings.of("e") == ("e",)


def test_aliases_may_lead_in_a_circle() -> None:
    spellings = BrandSpellings([("a", "b"), ("b", "a"), ("c", "c")])
    assert spellings.of("a") == spellings.of("b") == ("a", "b")
    assert spellings.of("c") == ("c",)


@pytest.mark.django_db(transaction=True)
def test_spellings_that_nobody_offers_do_not_count() -> None:
    aliases = [("mann", "mannfilter"), ("knecht", "mahle"), ("vw", "vag"), ("audi", "vag")]

    def lone() -> list[str]:
        spellings = LoneSpellings(BrandSpellings(aliases), OfferDatabase(original_query=False))
        return [spellings[key] for key in ("mann", "mahle", "vag", "bosch")]

    Refresh().run()
    price_list = make_price_list(make_supplier())
    for brand in ("MANN-FILTER", "Knecht", "Mahle"):
        make_offer(price_list, brand)
    assert lone() == ["mannfilter", "", "audi", "bosch"]
    Refresh().run()
    assert lone() == ["mannfilter", "", "audi", "bosch"]
