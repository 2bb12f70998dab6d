"""The materialized view, its refreshes, and who answers where it cannot."""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from crossdock.models import BrandAlias, Offer, OfferChange, PriceList, SupplierGroup
from crossdock.offers.current import LOCK, VIEW, Refresh, is_filled, tidy
from crossdock.offers.outcomes import Outcome
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part
from tests.factories import make_group, make_offer, make_price_list, make_supplier
from tests.offers.refreshing import refresh_in_thread
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group() -> SupplierGroup:
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier))
    return make_group(supplier)


PART = Part("bosch", "0986452041")


def test_the_view_answers_once_it_is_filled(group):
    Refresh().run()
    assert is_filled()
    assert not OfferChange.objects.exists()
    Offer.objects.all().delete()  # behind the view's back: only it still has the offer
    search = OfferSearch(group, 2)
    assert search.answers([PART])[0].outcome is Outcome.FOUND
    assert not search.by_original_query


def test_an_import_is_seen_before_the_next_refresh(group):
    Refresh().run()
    (supplier,) = group.suppliers.all()
    make_offer(make_price_list(supplier), price="7")
    assert OfferChange.objects.exists()
    assert OfferSearch(group, 2).answers([PART])[0].offers[0].price == 7


def test_imports_and_refreshes_in_the_middle_of_a_search_are_seen(group):
    Refresh().run()
    (supplier,) = group.suppliers.all()
    search = OfferSearch(group, 2)

    def price() -> float:
        return search.answers([PART])[0].offers[0].price

    before = price()
    make_offer(make_price_list(supplier), price="7")
    assert (before, price(), price()) == (100, 7, 7)
    Refresh().run()
    assert price() == 7
    make_offer(make_price_list(supplier), price="8")
    assert price() == 8


def test_an_offer_that_grows_too_old_after_the_refresh(group):
    Refresh().run()
    PriceList.objects.update(valid_from=timezone.localdate() - timedelta(days=3))
    Offer.objects.update(valid_from=timezone.localdate() - timedelta(days=3))
    assert OfferSearch(group, 2).answers([PART])[0].outcome is Outcome.TOO_OLD


@pytest.mark.parametrize("aliases", [(), (("Bosch Werke", "Bosch"),)])
def test_of_many_equal_prices_the_first_names_win(aliases):
    suppliers = [make_supplier(name) for name in "EDCBA"]
    for supplier in suppliers:
        make_offer(make_price_list(supplier))
    for alias, brand in aliases:
        BrandAlias.objects.create(alias=alias, brand=brand)
        make_offer(suppliers[0].price_lists.get(), alias, "on offer under both")
    Refresh().run()
    (answer,) = OfferSearch(make_group(*suppliers), 2).answers([PART])
    names = sorted(supplier.name for supplier in suppliers)[:3]
    assert [offer.supplier for offer in answer.offers] == names


@pytest.fixture
def emptied_view():
    """A view that was never filled; filled again for the tests that come after."""
    with connection.cursor() as cursor:
        cursor.execute(f"REFRESH MATERIALIZED VIEW {VIEW} WITH NO DATA")
    yield
    Refresh().run()


def test_a_view_that_was_never_filled_leaves_it_to_the_original_query(group, emptied_view, caplog):
    with caplog.at_level(logging.WARNING):
        search = OfferSearch(group, 2)
    assert search.by_original_query
    assert "original query" in caplog.text
    assert search.answers([PART])[0].outcome is Outcome.FOUND


def test_a_read_that_fails_leaves_it_to_the_original_query(group, caplog):
    Refresh().run()
    search = OfferSearch(group, 2)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER MATERIALIZED VIEW {VIEW} RENAME TO gone")
    try:
        assert search.answers([PART, PART])[1].outcome is Outcome.FOUND
        assert search.by_original_query
        assert "cannot be read" in caplog.text
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER MATERIALIZED VIEW gone RENAME TO {VIEW}")


def test_a_refresh_that_fails_changes_nothing(group):
    Refresh().run()
    (supplier,) = group.suppliers.all()
    make_offer(make_price_list(supplier), price="7")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 1")
        try:
            with pytest.raises(DatabaseError):
                for _ in range(1000):
                    Refresh().run()
                    make_price_list(supplier)
        finally:
            cursor.execute("SET statement_timeout = 0")
    assert OfferSearch(group, 2).answers([PART])[0].offers[0].price == 7
    Refresh().run()
    assert OfferSearch(group, 2).answers([PART])[0].offers[0].price == 7


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_a_refresh_that_waited_for_another_sees_what_was_imported_meanwhile(group):
    Refresh().run()
    elsewhere = connection.copy()
    elsewhere.set_autocommit(False)
    with closing(elsewhere), elsewhere.cursor() as other, ThreadPoolExecutor(1) as threads:
        other.execute(LOCK)
        waiting = threads.submit(refresh_in_thread)
        wait_until(waits_for_a_lock)
        make_offer(make_price_list(group.suppliers.get()), price="7")
        elsewhere.commit()
        waiting.result(timeout=20)
    assert not OfferChange.objects.exists()
    assert OfferSearch(group, 2).answers([PART])[0].offers[0].price == 7


def share_visible() -> float:
    """Of the view's pages, those whose rows are known to be visible to everybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relallvisible, relpages FROM pg_class WHERE relname = %s", [VIEW])
        visible, pages = cursor.fetchone()
    return visible / pages


def test_look_ups_get_fast_again_after_a_refresh_during_a_task(group):
    Refresh().run()
    elsewhere = connection.copy()
    elsewhere.set_autocommit(False)
    with closing(elsewhere), elsewhere.cursor() as task:
        task.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        task.execute("SELECT FROM crossdock_supplier")
        make_offer(make_price_list(group.suppliers.get()), price="7")
        Refresh().run()
        tidy()
        assert share_visible() < 1
        elsewhere.rollback()  # it is over before its connection is
    tidy()
    assert share_visible() == 1
