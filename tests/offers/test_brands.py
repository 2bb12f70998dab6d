import re
from itertools import permutations

import pytest
from django.db import connection

from crossdock.offers.brands import BrandSpellings, LoneSpellings
from crossdock.offers.current import Refresh
from crossdock.offers.database import OfferDatabase
from crossdock.offers.queries import OFFERED_SPELLINGS
from crossdock.offers.reason_queries import KNOWN_BRANDS
from tests.factories import make_offer, make_price_list, make_supplier

MANY_OFFERS = """
    INSERT INTO crossdock_offer
        (supplier_id, price_list_id, brand, article, brand_key, article_key, price, quantity,
        valid_from)
    SELECT supplier_id, id, 'b' || number % 20, number, 'b' || number % 20, number, 1, 1, valid_from
    FROM crossdock_pricelist, generate_series(1, 1000) AS number
"""
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


@pytest.mark.django_db
@pytest.mark.parametrize("query", [OFFERED_SPELLINGS, KNOWN_BRANDS])
def test_brands_are_asked_of_the_index_and_no_table_is_read_for_them(query: str) -> None:
    """Ten million offers were, for each task: for a brand that nobody has, that is all of them."""
    for _supplier in range(20):
        make_price_list(make_supplier())
    with connection.cursor() as cursor:
        cursor.execute(MANY_OFFERS)
        cursor.execute("REFRESH MATERIALIZED VIEW crossdock_current_offer")
        cursor.execute("ANALYZE crossdock_current_offer, crossdock_newer_offer")
        keys = [f"b{number}" for number in range(200)]
        cursor.execute(f"EXPLAIN {query}", {"brand_keys": keys})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan" in plan
    assert not re.search("Seq Scan on crossdock_(current|newer)_offer", plan), plan
    assert "hashed" not in plan
