"""A supplier's offers are removed by one at a time, and nobody waits for long."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from crossdock.errors import UserError
from crossdock.forms.price_lists import PriceListForm
from crossdock.models import Offer, PriceList, PriceListImport, Supplier
from crossdock.offers.pruning import prune_old_offers
from tests.factories import make_import, make_offer, make_price_list, make_supplier, make_user
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

IN_USE = "is in use just now"


@pytest.fixture
def task(settings: Any, tmp_path: Path) -> PriceListImport:
    """An import whose list can be pruned, too."""
    settings.MEDIA_ROOT, settings.OFFERS_KEPT_DAYS = tmp_path, 5
    task = make_import(make_user(), make_supplier())
    offer = make_offer(make_price_list(task.supplier, 9))
    make_offer(make_price_list(task.supplier, 1), article="other")
    assert task.mark_as_running()
    assert task.mark_as_success(price_list=offer.price_list)
    return task


def delete(task: PriceListImport) -> object:
    return Supplier.objects.get(pk=task.supplier_id).remove()


def take_back(task: PriceListImport) -> object:
    return PriceListImport.objects.get(pk=task.pk).withdraw(task.user)


def delete_list(task: PriceListImport) -> object:
    return PriceList.objects.get(pk=task.price_list_id).remove()


def prune(_task: PriceListImport) -> object:
    return prune_old_offers()


def change_code(task: PriceListImport) -> object:
    supplier = Supplier.objects.get(pk=task.supplier_id)
    supplier.code = "a new one"
    return supplier.save()


def upload(task: PriceListImport) -> object:
    data = {"supplier": str(task.supplier_id), "valid_from": str(timezone.localdate())}
    form = PriceListForm(data, {"file": SimpleUploadedFile("list.csv", b"Brand;Article\n")})
    assert form.is_valid()
    return form.submit(task.user, None)


@contextmanager
def offers_locked() -> Iterator[None]:
    """Nobody else comes past the supplier's offers."""
    with closing(connection.copy()) as elsewhere, elsewhere.cursor() as cursor:
        elsewhere.set_autocommit(False)
        cursor.execute("SELECT FROM crossdock_offer FOR UPDATE")
        yield


def waiting() -> int:
    """How many wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        (count,) = cursor.fetchone()
    return int(count)


def run(
    action: Callable[[PriceListImport], object], task: PriceListImport, patience: str = "300ms"
) -> str:
    """What a page says of the action, which waits so long for a lock: nothing, if it went well."""
    with closing(connection), connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{patience}'; SET deadlock_timeout = '100ms'")
        try:
            action(task)
        except UserError as error:
            return str(error)
    return ""


@contextmanager
def under_way(
    action: Callable[[PriceListImport], object], task: PriceListImport
) -> Iterator[Future[str]]:
    """While the action waits in its middle, for the offers."""
    with ThreadPoolExecutor(1) as thread:
        with offers_locked():
            first = thread.submit(run, action, task, "20s")
            wait_until(waiting)
            yield first
        first.result()


@pytest.mark.parametrize("first", [take_back, delete_list, prune])
def test_a_supplier_whose_offers_are_being_removed_is_not_deleted(
    task: PriceListImport, first: Callable[[PriceListImport], object]
) -> None:
    with under_way(first, task) as done, ThreadPoolExecutor(1) as thread:
        assert IN_USE in thread.submit(run, delete, task).result()
    assert done.result() == ""
    assert not Offer.objects.filter(price_list_id=task.price_list_id).exists()
    assert Supplier.objects.exists()


@pytest.mark.parametrize("second", [take_back, delete_list, delete, change_code, upload])
def test_while_a_supplier_is_being_deleted_the_rest_is_refused(
    task: PriceListImport, second: Callable[[PriceListImport], object]
) -> None:
    with under_way(delete, task) as done, ThreadPoolExecutor(1) as thread:
        assert IN_USE in thread.submit(run, second, task).result()
    assert done.result() == ""
    assert not Supplier.objects.exists()


def test_what_waits_for_a_deletion_that_ends_in_time_finds_nothing(task: PriceListImport) -> None:
    with ThreadPoolExecutor(1) as thread:
        with under_way(delete, task):
            second = thread.submit(run, take_back, task, "20s")
            wait_until(lambda: waiting() == 2)
        assert second.result() == ""
    assert not Supplier.objects.exists()


def test_an_upload_for_a_supplier_that_is_gone_is_refused(task: PriceListImport) -> None:
    form = PriceListForm(
        {"supplier": str(task.supplier_id), "valid_from": str(timezone.localdate())},
        {"file": SimpleUploadedFile("list.csv", b"Brand;Article\n")},
    )
    assert form.is_valid()
    assert run(delete, task) == ""
    with pytest.raises(UserError, match="not there any more"):
        form.submit(task.user, None)


@pytest.mark.parametrize("changed", ["code", "name"])
def test_a_suppliers_code_waits_for_its_import_and_its_name_does_not(
    task: PriceListImport, changed: str
) -> None:
    def change(_task: PriceListImport) -> None:
        supplier = Supplier.objects.get()
        setattr(supplier, changed, "a new one")
        supplier.save()

    with closing(connection.copy()) as importing, importing.cursor() as cursor:
        importing.set_autocommit(False)
        cursor.execute("SELECT FROM crossdock_supplier FOR KEY SHARE")  # as each offer does
        said = ThreadPoolExecutor(1).submit(run, change, task).result()
        assert (IN_USE in said) == (changed == "code")
        cursor.execute("SELECT FROM crossdock_supplier FOR NO KEY UPDATE")  # as its end does
    assert Supplier.objects.get().name == ("a new one" if changed == "name" else task.supplier.name)
