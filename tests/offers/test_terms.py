import pytest

from crossdock.offers.current import Refresh
from crossdock.offers.every import all_offers
from crossdock.offers.search import OfferSearch
from crossdock.offers.terms import Terms
from crossdock.parts.keys import Part, article_key, brand_key
from tests.factories import make_group, make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db(transaction=True)

PART = Part("bosch", "0986452041")


def test_nothing_known() -> None:
    assert Terms.parse("") == Terms("", "", "", None, None, None)


def test_the_answer_has_the_terms_and_the_suppliers_own_spelling() -> None:
    supplier = make_supplier("A")
    terms = {"pack": 10, "minimum_quantity": 20, "delivery_hours": 0, "store": "Москва"}
    make_offer(make_price_list(supplier), "Bosch (DE)", "0986-452-041", **terms)
    for prepare in (lambda: None, Refresh().run):
        prepare()
        (answer,) = OfferSearch(make_group(supplier), 2).answers([PART])
        expected = Terms("Bosch (DE)", "0986-452-041", "Москва", 10, 20, 0)
        assert answer.offers[0].terms == expected


def test_what_an_index_entry_cannot_hold_is_left_out() -> None:
    brand, article = "ギ" * 60 + "ỹ" * 140, "".join(chr(0x4E00 + n) for n in range(200))
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier), brand, article, pack=3)
    Refresh().run()
    part = Part(brand_key(brand), article_key(article))
    (answer,) = OfferSearch(make_group(supplier), 2).answers([part])
    assert answer.offers[0].terms == Terms(pack=3)


def test_stores_are_one_plain_offer_with_all_pieces_and_the_later_delivery() -> None:
    supplier = make_supplier("A")
    price_list = make_price_list(supplier)
    for store, quantity, hours in (("Москва", 7, 24), ("СПб", 5, 72)):
        terms = {"store": store, "delivery_hours": hours, "total_quantity": 12}
        make_offer(price_list, quantity=quantity, **terms)
    search = OfferSearch(make_group(supplier), 2)
    (answer,) = search.answers([PART])
    (offer,) = answer.offers
    assert (offer.quantity, offer.terms.hours, offer.terms.store) == (12, 72, "СПб")
    (every,) = all_offers(search, [PART])
    assert [(each.store, each.quantity) for each in every] == [("Москва", 7), ("СПб", 5)]
