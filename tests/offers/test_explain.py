from decimal import Decimal

import pytest

from crossdock.models import SupplierGroup
from crossdock.offers.days import FIRST_DAY
from crossdock.offers.explain import MAX_BRANDS, Verdict, brands_of, brands_of_each, explain
from crossdock.offers.search import OfferSearch, query_supplier_data
from crossdock.parts.keys import Part
from tests.factories import make_group, make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db

PART = Part("bosch", "0986452041")


@pytest.fixture
def group() -> SupplierGroup:
    """One supplier for each thing that can become of an offer."""
    members = []
    for name, price, quantity, days_old in (
        ("B", "20", "1", 0),
        ("A", "20", "1", 2),
        ("cheapest", "10", "1", 1),
        ("dearer", "30", "1", 0),
        ("old", "1", "1", 3),
        ("empty", "2", "0", 0),
    ):
        supplier = make_supplier(name)
        make_offer(make_price_list(supplier, days_old), price=price, quantity=quantity)
        members.append(supplier)
    for name, enabled in (("stranger", True), ("disabled", False)):
        supplier = make_supplier(name, enabled=enabled)
        make_offer(make_price_list(supplier), price="3")
        members.extend([supplier] if not enabled else [])
    return make_group(*members)


def test_each_offer_has_its_verdict_and_what_counts_comes_first(group):
    (explained,) = explain([PART], OfferSearch(group, 2))
    assert [(offer.supplier.name, offer.verdict) for offer in explained] == [
        ("cheapest", Verdict.CHOSEN),
        ("A", Verdict.CHOSEN),
        ("B", Verdict.CHOSEN),
        ("dearer", Verdict.DEARER),
        ("old", Verdict.TOO_OLD),
        ("empty", Verdict.OUT_OF_STOCK),
        ("disabled", Verdict.DISABLED),
        ("stranger", Verdict.NOT_IN_GROUP),
    ]
    assert [offer.age for offer in explained[:3]] == [1, 2, 0]
    assert explained[0].price == Decimal(10)


def test_the_chosen_are_those_that_a_task_chooses(group):
    chosen = [
        (
            *(offer.price, offer.quantity, offer.supplier.name),
            (offer.valid_from - FIRST_DAY).days,
        )
        for offer in explain([PART], OfferSearch(group, 2))[0]
        if offer.verdict is Verdict.CHOSEN
    ]
    best = query_supplier_data("bosch", "0 986 452 041", group, 2)
    assert chosen == [offer[:4] for offer in best]


def test_each_part_has_its_own_offers(group):
    parts = [Part("bosch", "nothing"), PART, Part("bosch", "nothing"), PART]
    nothing, explained, nothing_else, again = explain(parts, OfferSearch(group, 2))
    assert nothing == nothing_else == []
    assert explained == again == explain([PART], OfferSearch(group, 2))[0]


def test_an_article_alone_leads_to_its_brands():
    price_list = make_price_list(make_supplier())
    for brand, article in (("Bosch", "00-123"), ("SKF", "00123"), ("ATE", "123")):
        make_offer(price_list, brand, article)
    assert brands_of("00123") == {"bosch": "Bosch", "skf": "SKF"}
    assert brands_of("nothing") == {}
    found = brands_of_each(["00123", "123", "nothing"])
    assert found == {"00123": ["Bosch", "SKF"], "123": ["ATE"]}
    assert brands_of_each([]) == {}


def test_no_more_brands_than_a_page_shows():
    price_list = make_price_list(make_supplier())
    for number in range(MAX_BRANDS + 1):
        make_offer(price_list, f"Brand {number:02}", "1")
    assert brands_of("1") == {
        f"brand{number:02}": f"Brand {number:02}" for number in range(MAX_BRANDS)
    }


def test_no_offers_have_no_brands():
    assert brands_of("1") == {}
