from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from crossdock.models import (
    Offer,
    OfferChange,
    OffersRefresh,
    PriceList,
    Supplier,
)
from crossdock.offers import pruning
from crossdock.offers.pruning import prune_old_offers, superseded
from tests.factories import make_offer, make_price_list, make_supplier
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_days(settings: Any) -> None:
    settings.OFFERS_KEPT_DAYS = 30


def listed(supplier: Supplier, days_old: int, offers: int = 1) -> PriceList:
    price_list = make_price_list(supplier, days_old)
    for number in range(offers):
        make_offer(price_list, article=f"X{number}")
    return price_list


def test_offers_of_old_lists_go_and_the_lists_stay() -> None:
    supplier = make_supplier()
    old, edge, new = listed(supplier, 31, 3), listed(supplier, 30), listed(supplier, 0)
    assert prune_old_offers() == 3
    assert set(Offer.objects.values_list("price_list", flat=True)) == {edge.pk, new.pk}
    old.refresh_from_db()
    edge.refresh_from_db()
    assert old.pruned_at is not None
    assert edge.pruned_at is None
    assert PriceList.objects.count() == 3
    assert prune_old_offers() == 0


def test_the_most_recent_list_of_each_supplier_always_stays() -> None:
    quiet, by_import, other = make_supplier(), make_supplier(), make_supplier()
    kept = [listed(quiet, 400)]
    older = [listed(quiet, 500), listed(by_import, 90)]
    kept += [listed(by_import, 90), listed(other, 0)]
    assert list(superseded()) == older
    prune_old_offers()
    assert list(Offer.objects.order_by("id").values_list("price_list", flat=True)) == [
        each.pk for each in kept
    ]


def test_batches_are_bounded_and_each_leaves_a_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """The view still has what is deleted: until a refresh the table answers for the supplier."""
    monkeypatch.setattr(pruning, "BATCH", 2)
    supplier, other = make_supplier(), make_supplier()
    listed(supplier, 40, 5)
    listed(supplier, 0)
    listed(other, 0)
    OfferChange.objects.all().delete()
    assert prune_old_offers() == 5
    assert list(OfferChange.objects.values_list("supplier_id", flat=True)) == [supplier.pk] * 3
    assert OffersRefresh.objects.count() == 1


def test_nothing_to_remove_asks_for_no_refresh() -> None:
    listed(make_supplier(), 0)
    assert prune_old_offers() == 0
    assert not OffersRefresh.objects.exists()


def test_what_was_broken_off_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "BATCH", 2)
    supplier = make_supplier()
    old = listed(supplier, 40, 5)
    listed(supplier, 0)
    pruning._delete_batch(old)
    assert prune_old_offers() == 3


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        waiting: int = cursor.fetchone()[0]
    return waiting > 0


def prune_in_thread() -> None:
    try:
        prune_old_offers()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_what_another_host_began_to_remove_and_died_over_goes_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pruning, "BATCH", 2)
    supplier = make_supplier()
    old = listed(supplier, 40, 5)
    listed(supplier, 0)
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            pruning._delete_batch(old)  # the other host's, and its last
            here = threads.submit(prune_in_thread)
            wait_until(waits_for_a_lock)
        here.result(timeout=20)
    assert not Offer.objects.filter(price_list=old).exists()
    old.refresh_from_db()
    assert old.pruned_at is not None


def test_a_batch_is_found_by_the_index_on_the_price_list() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {pruning.DELETE}", [1, 10])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "crossdock_offer_price_list_id" in plan
    assert "Tid Scan" in plan
