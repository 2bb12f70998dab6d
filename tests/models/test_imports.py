from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from crossdock.models import (
    Offer,
    OfferChange,
    OffersRefresh,
    PriceListImport,
    Supplier,
    SupplierGroup,
)
from crossdock.models.imports import list_path
from crossdock.models.lifecycle import Status
from crossdock.offers.current import Refresh
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part
from crossdock.storage.users_files import users_files
from tests.factories import (
    make_group,
    make_import,
    make_offer,
    make_price_list,
    make_supplier,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(settings: Any, tmp_path: Path) -> PriceListImport:
    settings.MEDIA_ROOT = tmp_path
    return make_import(make_user(), make_supplier(), filename="Прайс.csv")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.XLSX", "x" * 300 + ".exe" * 100])
def test_a_files_own_name_decides_nothing_but_a_short_ending(
    task: PriceListImport, name: str
) -> None:
    folder, file = list_path(task, name).rsplit("/", 1)
    assert folder == f"price_lists/{task.pk}"
    assert file.startswith("list")
    assert len(file) <= len("list") + 10


def test_no_two_claims_list_the_rows_left_out_in_the_same_file(task: PriceListImport) -> None:
    task.mark_as_running()
    first = task.claimed_left_out_name
    task.hand_back()
    task.mark_as_running()
    assert task.claimed_left_out_name != first


def test_rows_left_out_are_downloaded_under_the_lists_name_and_day(task: PriceListImport) -> None:
    task.valid_from = date(2026, 3, 1)
    assert task.left_out_filename == "Прайс 2026-03-01 left out.xlsx"
    task.left_out_file.name = "price_lists/of an earlier version/left-out-1.csv"
    assert task.left_out_filename == "Прайс 2026-03-01 left out.csv"


def imported(task: PriceListImport, days_old: int = 0, price: int = 7) -> PriceListImport:
    offer = make_offer(make_price_list(task.supplier, days_old), price=price)
    assert task.mark_as_running()
    assert task.mark_as_success(price_list=offer.price_list)
    return task


def best_prices(supplier: Supplier) -> set[Decimal]:
    """By the view and by the original query."""
    group = SupplierGroup.objects.get(suppliers=supplier)
    answers = [
        answer
        for by_original_query in (False, True)
        for answer in OfferSearch(group, 9, original_query=by_original_query).answers(
            [Part("bosch", "0986452041")]
        )
    ]
    return {offer.price for answer in answers for offer in answer.offers}


@pytest.mark.django_db(transaction=True)
def test_a_list_taken_back_counts_no_more_and_the_one_before_it_does(
    task: PriceListImport,
) -> None:
    supplier = task.supplier
    make_group(supplier)
    make_offer(make_price_list(supplier, 1), price=5)
    imported(task)
    Refresh().run()
    OfferChange.objects.all().delete()
    assert best_prices(supplier) == {7}
    assert task.withdraw(task.user)
    assert best_prices(supplier) == {5}, "at once, though the view has not been refreshed"
    assert OfferChange.objects.filter(supplier_id=supplier.pk).exists()
    assert OffersRefresh.objects.filter(status=Status.PENDING).count() == 1
    Refresh().run()
    assert best_prices(supplier) == {5}
    task.refresh_from_db()
    assert (task.withdrawn_by, task.price_list, task.status) == (task.user, None, Status.SUCCESS)
    assert task.withdrawn_at is not None


def test_a_list_is_taken_back_once(task: PriceListImport) -> None:
    imported(task)
    stale, other = PriceListImport.objects.get(), make_user("other")
    assert task.withdraw(task.user)
    assert not stale.withdraw(other)
    assert PriceListImport.objects.get().withdrawn_by == task.user


def test_what_is_not_imported_cannot_be_taken_back(task: PriceListImport) -> None:
    assert not task.withdraw(task.user)
    task.mark_as_running()
    assert not task.withdraw(task.user)
    task.cancel()
    assert not task.withdraw(task.user)
    task.refresh_from_db()
    assert (task.status, task.withdrawn_at) == (Status.CANCELLED, None)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_takes_it_back(task: PriceListImport) -> None:
    imported(task)

    def withdraw(_number: int) -> bool:
        with closing(connection):
            return PriceListImport.objects.get().withdraw(task.user)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(withdraw, range(4))) == [False, False, False, True]
    assert not Offer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_removed_imports_files_go(task: PriceListImport) -> None:
    folder = task.folder
    task.remove()
    assert not PriceListImport.objects.exists()
    assert users_files.names(folder) == []
