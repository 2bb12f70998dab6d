import pytest

from crossdock.offers.every import all_offers, counting_offers
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part
from tests.factories import make_group, make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db

PART = Part("bosch", "1", may_lack_zeros=True)


def test_of_several_stores_those_in_time_count_the_cheapest_first():
    supplier = make_supplier("A")
    price_list = make_price_list(supplier)
    for store, price, hours in (("far", "10", 72), ("near", "12", 4), ("shop", "13", 2)):
        make_offer(price_list, "BOSCH", "1", price=price, store=store, delivery_hours=hours)
    search = OfferSearch(make_group(supplier), 2, within_hours=24)
    (every,) = all_offers(search, [PART])
    assert [each.store for each in every] == ["near", "shop"]
    ((offer,),) = counting_offers(search, [PART])
    assert offer.price == 12


@pytest.mark.parametrize("within", [None, 24])
def test_lost_zeros_are_found_again(within):
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier), "BOSCH", "001", price="10")
    search = OfferSearch(make_group(supplier), 2, within_hours=within)
    ((offer,),) = counting_offers(search, [PART])
    ((other,),) = all_offers(search, [PART])
    assert offer.price == other.price == 10
