from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from crossdock.basket.problem import Line, Offer, Rules, Terms, units
from crossdock.models.delivery import arrival
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.basket import HOUR, Market, load_market
from tests.factories import make_group, make_offer, make_price_list, make_supplier
from tests.pipeline.running import Recorder

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def market(tmp_path: Path) -> Market:
    south = make_supplier("South", delivery_hours=4, minimum_sum=500)
    north = make_supplier(
        "North", delivery_hours=48, discount=10, delivery_cost=30, free_from=Decimal("99.5")
    )
    make_offer(make_price_list(south), "BOSCH", "1", price="0.004", quantity="7.9", pack=2)
    make_offer(make_price_list(north), "Bosch", "1", price="10.05", delivery_hours=24)
    request = tmp_path / "request.csv"
    request.write_text("Brand;Article;Quantity;Max price\nBOSCH;1;3;12,5\nSKF;2;1;\nBOSCH;3;1;\n")
    search = OfferSearch(make_group(north, south), 2)
    return load_market(request, search, Recorder(), ordered=frozenset({3}))


def test_a_request_file_becomes_a_problem(market: Market) -> None:
    assert [supplier.name for supplier in market.suppliers] == ["North", "South"]
    assert market.problem.lines == (Line(1, 3, units(12.5)), Line(2, 1))
    assert market.problem.terms == (Terms(0, units(30), units(99.5)), Terms(units(500)))
    north, south = sorted(market.problem.offers, key=lambda offer: offer.supplier)
    assert (north.price, north.stock) == (units(9.05), 5)  # to the kopeck as on an order
    assert (south.price, south.stock, south.pack) == (units(0.004), 7, 2)
    assert {market.offers[place].supplier_id for place in range(2)} == {
        supplier.pk for supplier in market.suppliers
    }


def test_what_the_list_says_of_its_delivery_holds_before_the_suppliers_own(market: Market) -> None:
    now = timezone.localtime(market.prices_as_of)
    for offer, hours in zip(
        sorted(market.problem.offers, key=lambda offer: offer.supplier), (24, 4), strict=True
    ):
        at = arrival(now, hours, None, market.suppliers[offer.supplier].weekdays)
        assert offer.hours == -(-(at - now) // HOUR)


def test_rules_replace_those_of_the_problem(market: Market) -> None:
    problem = market.with_rules(Rules(max_suppliers=1))
    assert (problem.rules, problem.lines) == (Rules(max_suppliers=1), market.problem.lines)
    assert isinstance(problem.offers[0], Offer)
