from datetime import datetime, time

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from crossdock.models import Supplier
from crossdock.models.delivery import arrival
from crossdock.offers.current import VIEW
from crossdock.offers.every import all_offers, counting_offers
from crossdock.offers.in_time import InTime
from crossdock.offers.outcomes import Outcome
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part
from tests.factories import make_group, make_offer, make_price_list, make_supplier

SATURDAY = datetime(2026, 11, 28, 18, 30, tzinfo=timezone.get_default_timezone())
PART = Part("bosch", "1")


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.none(), st.integers(0, 23).map(time)),
    st.sets(st.sampled_from("1234567")).map("".join),
    st.integers(1, 100),
    st.one_of(st.none(), st.integers(0, 120)),
)
def test_what_arrives_in_time_is_what_arrival_says(cut_off, weekdays, within, hours):
    supplier = Supplier(pk=7, cut_off=cut_off, weekdays=weekdays, delivery_hours=30)
    at = arrival(SATURDAY, 30 if hours is None else hours, cut_off, weekdays)
    is_in_time = (at - SATURDAY).total_seconds() <= within * 3600
    assert InTime.of([supplier], within, SATURDAY).allows(7, hours) == is_in_time


def test_a_supplier_that_is_not_known_is_never_in_time():
    assert not InTime.of([], 10, SATURDAY).allows(7, 1)
    assert InTime().parameters == {"quick_suppliers": [], "quick_from": [], "quick_to": []}


offers_of_supplier = st.lists(
    st.tuples(
        st.integers(0, 1),  # days old
        st.integers(1, 9),  # price
        st.integers(0, 2),  # quantity
        st.sampled_from([None, 2, 30, 80]),  # its own delivery time
    ),
    max_size=4,
)


@pytest.mark.django_db
@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([4, 48]), offers_of_supplier), min_size=1, max_size=4),
    st.sampled_from([3, 24, 50, 100]),
    st.booleans(),
)
def test_original_query_and_view_give_what_arrives_in_time(rows, within, is_refreshed):
    with transaction.atomic():
        expected, in_stock = [], False
        suppliers = []
        for number, (hours, offers) in enumerate(rows):
            supplier = make_supplier(f"S{number}", delivery_hours=hours)
            suppliers.append(supplier)
            newest = min((each[0] for each in offers), default=0)
            lists = {age: make_price_list(supplier, age) for age in {each[0] for each in offers}}
            for age, price, quantity, own in offers:
                terms = {"delivery_hours": own} if own is not None else {}
                make_offer(
                    lists[age], "BOSCH", "1", price=str(price), quantity=str(quantity), **terms
                )
            current = [each for each in offers if each[0] == newest and each[2] > 0]
            in_stock = in_stock or bool(current)
            in_time = [
                (each[1], -each[2])
                for each in current
                if (hours if each[3] is None else each[3]) <= within
            ]
            if in_time:
                price, quantity = min(in_time)
                expected.append((price, f"S{number}", -quantity))
        if is_refreshed:
            with connection.cursor() as cursor:
                cursor.execute(f"REFRESH MATERIALIZED VIEW {VIEW}")
                cursor.execute("DELETE FROM crossdock_offerchange")
        group = make_group(*suppliers)
        for original in (False, True):
            search = OfferSearch(group, 2, original_query=original, within_hours=within)
            (answer,) = search.answers([PART])
            found = [(each.price, each.supplier, each.quantity) for each in answer.offers]
            assert found == sorted(expected)[:3]
            if in_stock and not expected:
                assert answer.outcome is Outcome.TOO_LATE
            (counting,) = counting_offers(search, [PART])
            assert sorted(each.price for each in counting) == sorted(e[0] for e in expected)
            (every,) = all_offers(search, [PART])
            assert bool(every) == bool(expected)
        transaction.set_rollback(True)
