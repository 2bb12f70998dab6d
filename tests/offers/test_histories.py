"""The materialized view against the original query, at every moment of made-up histories."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crossdock.models import BrandAlias, Offer, OfferChange, PriceList, Supplier, SupplierGroup
from crossdock.offers.brands import KnownBrands
from crossdock.offers.current import Refresh
from crossdock.offers.pruning import prune_old_offers
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part, article_key, brand_key
from tests.factories import make_group, make_offer, make_price_list, make_supplier
from tests.offers.refreshing import refresh_in_thread

pytestmark = pytest.mark.django_db(transaction=True)

BRANDS = ("Bosch", "Robert Bosch", "Mobis")
ARTICLES = ("1", "01")
PARTS = [
    Part(brand_key(brand), article_key(article), may_lack_zeros)
    for brand in BRANDS
    for article in ARTICLES
    for may_lack_zeros in (False, True)
]
PARTS += [Part("bosch", "O1"), Part("mobis", "2"), Part("nobody", "1"), Part("nobody", "2")]
TEXTS = [*(part.article_key for part in PARTS[:-1]), "2 / 00001"]
SUPPLIERS = range(3)

rows = st.tuples(
    st.sampled_from(BRANDS),
    st.sampled_from(ARTICLES),
    st.integers(1, 4),  # price: few, so that many are equal
    st.integers(0, 2),  # quantity
    st.fixed_dictionaries(
        {},
        optional={
            "pack": st.sampled_from([1, 10]),
            "minimum_quantity": st.just(2),
            "delivery_hours": st.sampled_from([0, 24, 48]),
            "store": st.sampled_from(["Москва", "СПб"]),
            "total_quantity": st.integers(0, 3),
        },
    ),
)
changes = st.one_of(
    st.tuples(
        st.just("import"),
        st.sampled_from(SUPPLIERS),
        st.integers(0, 4),
        st.lists(rows, min_size=1, max_size=6),
    ),
    st.tuples(st.just("remove list"), st.integers(0, 9)),
)
steps = st.one_of(
    changes,
    st.tuples(st.just("refresh")),
    st.tuples(st.just("refresh meanwhile"), changes),
    st.tuples(st.just("prune")),
    st.tuples(st.just("enable"), st.sampled_from(SUPPLIERS), st.booleans()),
    st.tuples(st.just("group"), st.sets(st.sampled_from(SUPPLIERS))),
    st.tuples(st.just("alias"), st.sampled_from(BRANDS), st.sampled_from(BRANDS)),
    st.tuples(st.just("no alias"), st.sampled_from(BRANDS)),
)


def take(step: tuple[Any, ...], suppliers: list[Supplier], group: SupplierGroup) -> None:
    match step:
        case "import", number, days_old, lines:
            price_list = make_price_list(suppliers[number], days_old)
            for brand, article, price, quantity, *terms in lines:
                make_offer(price_list, brand, article, price, quantity, **dict(*terms))
        case ("refresh",):
            Refresh().run()
        case "refresh meanwhile", change:
            with transaction.atomic(), ThreadPoolExecutor(1) as threads:
                take(change, suppliers, group)
                threads.submit(refresh_in_thread).result(timeout=20)
        case ("prune",):
            with override_settings(OFFERS_KEPT_DAYS=2):
                prune_old_offers()
        case "remove list", number:
            for price_list in PriceList.objects.order_by("id")[number : number + 1]:
                price_list.delete()
        case "enable", number, enabled:
            Supplier.objects.filter(pk=suppliers[number].pk).update(enabled=enabled)
        case "group", numbers:
            group.suppliers.set(suppliers[number] for number in numbers)
        case "alias", alias, brand:
            if not BrandAlias.objects.filter(alias_key=brand_key(alias)).exists():
                BrandAlias.objects.create(alias=alias, brand=brand)
        case "no alias", alias:
            BrandAlias.objects.filter(alias_key=brand_key(alias)).delete()


def forget_all() -> None:
    for model in (Offer, PriceList, SupplierGroup, Supplier, BrandAlias, OfferChange):
        model.objects.all().delete()
    Refresh().run()


ALIAS = ("alias", "Robert Bosch", "Bosch")
NEWEST_FIRST = ("import", 0, 0, [("Bosch", "1", 2, 1)])
OLDER_AFTERWARDS = ("import", 0, 1, [("Robert Bosch", "1", 1, 1)])
DEARER = ("import", 0, 0, [("Bosch", "1", 3, 1)])
OLDER = ("import", 0, 1, [("Bosch", "1", 1, 1)])
LONG_AGO = ("import", 0, 3, [("Bosch", "1", 1, 1), ("Mobis", "1", 1, 1)])
SOLD_OUT = ("import", 0, 0, [("Robert Bosch", "1", 1, 0), ("Bosch", "01", 3, 1)])
BOTH_IN_ONE = ("import", 0, 0, [("Bosch", "1", 1, 0), ("Robert Bosch", "1", 3, 1)])
TWO_PRICES = ("import", 0, 0, [("Bosch", "1", 1, 1), ("Robert Bosch", "1", 2, 2)])
OTHER_SUPPLIER = ("import", 1, 0, [("Mobis", "1", 1, 1), ("Robert Bosch", "1", 3, 2)])
ALL_IN_GROUP = ("group", {0, 1, 2})


@given(history=st.lists(steps, min_size=4, max_size=14))
@example([ALL_IN_GROUP, ALIAS, NEWEST_FIRST, OLDER_AFTERWARDS, ("refresh",)])
@example([ALL_IN_GROUP, ALIAS, NEWEST_FIRST, ("refresh",), SOLD_OUT, ("refresh",)])
@example([ALL_IN_GROUP, ALIAS, TWO_PRICES, ("refresh",)])
@example([ALL_IN_GROUP, NEWEST_FIRST, ("refresh",), DEARER, ("refresh",)])
@example([ALL_IN_GROUP, NEWEST_FIRST, ("refresh",), OLDER, DEARER, SOLD_OUT])
@example([ALL_IN_GROUP, ("refresh meanwhile", NEWEST_FIRST), OLDER_AFTERWARDS, ("refresh",)])
@example([ALL_IN_GROUP, NEWEST_FIRST, ("refresh meanwhile", ("remove list", 0)), SOLD_OUT])
@example([ALL_IN_GROUP, LONG_AGO, LONG_AGO, ("refresh meanwhile", NEWEST_FIRST), ("prune",)])
@example([ALL_IN_GROUP, ALIAS, BOTH_IN_ONE, OTHER_SUPPLIER, ("refresh",), OLDER_AFTERWARDS])
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_both_ways_give_the_same_answer_at_every_moment(history):
    forget_all()
    suppliers = [make_supplier(f"S{number}") for number in SUPPLIERS]
    group = make_group(*suppliers)
    for step in history:
        take(step, suppliers, group)
        for lookback in (0, 2):
            by_view = OfferSearch(group, lookback)
            original = OfferSearch(group, lookback, original_query=True)
            assert by_view.answers(PARTS, TEXTS) == original.answers(PARTS, TEXTS), step
            everybody = [supplier.pk for supplier in suppliers]
            latest = [sorted(offers) for offers in by_view.latest(PARTS, everybody)]
            assert latest == [sorted(offers) for offers in original.latest(PARTS, everybody)], step
            assert not by_view.by_original_query
        on_offer = Offer.objects.values_list("brand_key", flat=True).distinct()
        known = KnownBrands()
        assert all(known.brand_of(key) for key in on_offer), step
