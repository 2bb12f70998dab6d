import pytest
from django.db import connection

from crossdock.models import BrandAlias, SupplierGroup
from crossdock.offers.outcomes import Outcome
from crossdock.offers.search import OfferSearch, query_supplier_data
from crossdock.parts.keys import Part, article_key, brand_key
from tests.factories import make_group, make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db

BRAND, ARTICLE = "BOSCH", "0 986 452 041"


def best(group: SupplierGroup, lookback: int = 2) -> list[tuple[str, str]]:
    """Supplier and price of the offers chosen for BOSCH 0 986 452 041."""
    offers = query_supplier_data(BRAND, ARTICLE, group, lookback)
    return [(offer.supplier, f"{offer.price:g}") for offer in offers]


def outcome(group: SupplierGroup, lookback: int = 2) -> Outcome:
    part = Part(brand_key(BRAND), article_key(ARTICLE))
    return OfferSearch(group, lookback).answers([part])[0].outcome


def offer_from(name: str, *, price: str = "100", quantity: str = "5", days_old: int = 0):
    supplier = make_supplier(name)
    return make_offer(make_price_list(supplier, days_old), price=price, quantity=quantity)


def test_three_cheapest_suppliers_cheapest_first():
    offers = [offer_from(f"S{price}", price=price) for price in ("40", "10", "30", "20")]
    group = make_group(*(offer.supplier for offer in offers))
    assert best(group) == [("S10", "10"), ("S20", "20"), ("S30", "30")]


def test_equal_prices_by_supplier_name():
    offers = [offer_from(name) for name in ("Вега", "Alfa", "Zeta", "Beta")]
    group = make_group(*(offer.supplier for offer in offers))
    assert [name for name, _price in best(group)] == ["Alfa", "Beta", "Zeta"]


def test_only_suppliers_of_the_group():
    inside, _outside = offer_from("in", price="20"), offer_from("out", price="10")
    assert best(make_group(inside.supplier)) == [("in", "20")]


def test_disabled_supplier_has_no_say():
    offer = offer_from("A")
    group = make_group(offer.supplier)
    assert best(group) == [("A", "100")]
    offer.supplier.enabled = False
    offer.supplier.save()
    assert best(group) == []
    assert outcome(group) is Outcome.DISABLED_ONLY


def test_one_offer_of_each_supplier_the_most_recent():
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier, days_old=1), price="10")
    make_offer(make_price_list(supplier, days_old=0), price="30")
    make_offer(make_price_list(supplier, days_old=2), price="20")
    assert best(make_group(supplier)) == [("A", "30")]


def test_of_two_lists_of_one_day_the_one_imported_later():
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier), price="10")
    make_offer(make_price_list(supplier), price="30")
    assert best(make_group(supplier)) == [("A", "30")]


def test_a_newer_list_imported_earlier_still_counts_as_newer():
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier, days_old=0), price="30")
    make_offer(make_price_list(supplier, days_old=1), price="10")
    assert best(make_group(supplier)) == [("A", "30")]


def test_zero_in_the_newest_list_hides_the_older_stock():
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier, days_old=1), quantity="5")
    make_offer(make_price_list(supplier, days_old=0), quantity="0")
    group = make_group(supplier)
    assert best(group) == []
    assert outcome(group) is Outcome.OUT_OF_STOCK


def test_part_missing_from_the_newest_list_is_taken_from_the_older_one():
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier, days_old=1), price="10")
    make_offer(make_price_list(supplier, days_old=0), article="another")
    assert best(make_group(supplier)) == [("A", "10")]


def test_same_part_twice_in_one_list_cheapest_line_with_stock():
    supplier = make_supplier("A")
    price_list = make_price_list(supplier)
    make_offer(price_list, price="10", quantity="0")
    make_offer(price_list, price="30", quantity="1")
    make_offer(price_list, price="20", quantity="1")
    assert best(make_group(supplier)) == [("A", "20")]


def test_same_part_and_price_twice_in_one_list_the_larger_stock():
    supplier = make_supplier("A")
    price_list = make_price_list(supplier)
    for quantity in ("1", "9", "3"):
        make_offer(price_list, price="10", quantity=quantity)
    (offer,) = query_supplier_data(BRAND, ARTICLE, make_group(supplier), 2)
    assert offer.quantity == 9


@pytest.mark.parametrize(("days_old", "found"), [(0, True), (2, True), (3, False)])
def test_an_offer_counts_up_to_the_lookback(days_old, found):
    group = make_group(offer_from("A", days_old=days_old).supplier)
    assert bool(best(group, lookback=2)) is found
    assert outcome(group) is (Outcome.FOUND if found else Outcome.TOO_OLD)


def test_lookback_zero_means_today_only():
    group = make_group(*(offer_from(f"S{days}", days_old=days).supplier for days in (0, 1)))
    assert [name for name, _price in best(group, lookback=0)] == ["S0"]


def test_today_is_the_day_in_the_projects_time_zone(settings):
    settings.TIME_ZONE = "Pacific/Midway"  # UTC-11
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier))
    group = make_group(supplier)
    assert best(group, lookback=0) == [("A", "100")]
    settings.TIME_ZONE = "Pacific/Kiritimati"  # UTC+14: always a day later
    assert best(group, lookback=0) == []
    assert best(group, lookback=2) == [("A", "100")]


def test_spelling_of_brand_and_article_does_not_matter():
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier), brand=" bosch", article="0986.452-041")
    assert best(make_group(supplier)) == [("A", "100")]


def test_aliases_are_one_brand_and_reach_offers_already_there():
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier), brand="Bosch Werke")
    group = make_group(supplier)
    assert best(group) == []
    alias = BrandAlias.objects.create(alias="Bosch Werke", brand="Bosch")
    assert best(group) == [("A", "100")]
    alias.delete()
    assert best(group) == []


def test_most_recent_offer_counts_across_spellings_of_the_brand():
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier, days_old=1), brand="Mobis", price="10")
    make_offer(make_price_list(supplier, days_old=0), brand="Hyundai / Kia", price="30")
    offers = query_supplier_data("HYUNDAI/KIA", ARTICLE, make_group(supplier), 2)
    assert [offer.price for offer in offers] == [30]


def test_leading_zeros_count_unless_told_otherwise():
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier), article="000123")
    search = OfferSearch(make_group(supplier), 2)
    exact, ignoring = search.answers(
        [Part("bosch", "123"), Part("bosch", "123", may_lack_zeros=True)]
    )
    assert exact.outcome is Outcome.NEVER_SEEN
    assert ignoring.outcome is Outcome.FOUND_IGNORING_ZEROS
    assert [offer.supplier for offer in ignoring.offers] == ["A"]


def test_a_batch_is_answered_in_order():
    supplier = make_supplier("A")
    price_list = make_price_list(supplier)
    for number in range(20):
        make_offer(price_list, article=f"X{number}", price=str(number + 1))
    search = OfferSearch(make_group(supplier), 2)
    parts = [Part("bosch", f"X{number}") for number in reversed(range(25))]
    answers = search.answers(parts)
    assert [answer.outcome for answer in answers[:5]] == [Outcome.NEVER_SEEN] * 5
    prices = [answer.offers[0].price for answer in answers[5:]]
    assert prices == [number + 1 for number in reversed(range(20))]


def test_group_without_suppliers_finds_nothing():
    assert best(make_group()) == []


def test_queries_are_not_compiled():
    with connection.cursor() as cursor:
        cursor.execute("SET jit = on")
        OfferSearch(make_group(), 2)
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
