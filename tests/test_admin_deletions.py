from contextlib import closing
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client

from crossdock.admin import CrossDockTaskAdmin
from crossdock.models import (
    CrossDockTask,
    Offer,
    PriceList,
    Supplier,
)
from crossdock.progress import Progress
from crossdock.redis_state import progress
from tests import stored
from tests.factories import (
    make_group,
    make_import,
    make_offer,
    make_price_list,
    make_supplier,
    make_task,
    make_user,
)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def boss(admin_client: Client) -> Client:
    return admin_client


def test_deleting_a_price_list_takes_its_offers_along(boss: Client) -> None:
    prices = make_offer(make_price_list(make_supplier()), article="0986452041").price_list
    address = f"/admin/crossdock/pricelist/{prices.pk}/delete/"
    page = boss.get(address).content.decode()
    assert "with all its price lists and offers" in page
    assert "0986452041" not in page
    boss.post(address, {"post": "yes"})
    assert not PriceList.objects.exists()
    assert not Offer.objects.exists()


DELETIONS = {
    "one": lambda task: (f"/admin/crossdock/crossdocktask/{task.pk}/delete/", {}),
    "several": lambda task: (
        "/admin/crossdock/crossdocktask/",
        {"action": "delete_selected", "_selected_action": [task.pk]},
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deletion", DELETIONS.values(), ids=DELETIONS)
def test_deleting_a_task_ends_its_work_and_deletes_its_files(
    deletion: Any, boss: Client, tmp_path: Any
) -> None:
    task = make_task(make_user(), make_group())
    assert task.mark_as_running()
    address, data = deletion(task)
    boss.post(address, {"post": "yes"} | data)
    assert not CrossDockTask.objects.exists()
    assert not list(tmp_path.rglob("request.xlsx"))
    assert progress.write(task.progress_key, Progress().fields()), "the worker is told to stop"


def test_a_deletion_that_fails_leaves_the_files(
    boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(CrossDockTaskAdmin, "response_delete", fail)
    task = make_task(make_user(), make_group())
    with pytest.raises(ZeroDivisionError):
        boss.post(f"/admin/crossdock/crossdocktask/{task.pk}/delete/", {"post": "yes"})
    assert CrossDockTask.objects.exists()
    assert stored.exists(task.request_file)


def test_deleting_a_supplier_lists_no_offers(boss: Client) -> None:
    supplier = make_supplier("Северный склад")
    make_offer(make_price_list(supplier), article="0986452041")
    address = f"/admin/crossdock/supplier/{supplier.pk}/delete/"
    page = boss.get(address).content.decode()
    assert "Северный склад with all its price lists and offers" in page
    assert "0986452041" not in page
    boss.post(address, {"post": "yes"})
    assert not Supplier.objects.exists()
    assert not Offer.objects.exists()


SUPPLIER_DELETIONS = {
    "one": lambda supplier: (f"/admin/crossdock/supplier/{supplier.pk}/delete/", {}),
    "several": lambda supplier: (
        "/admin/crossdock/supplier/",
        {"action": "delete_selected", "_selected_action": [supplier.pk]},
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deletion", SUPPLIER_DELETIONS.values(), ids=SUPPLIER_DELETIONS)
@pytest.mark.parametrize("by_command", [True, False], ids=["by a command", "by a worker"])
def test_a_supplier_whose_list_is_being_imported_is_not_deleted(
    deletion: Any, by_command: bool, boss: Client
) -> None:
    supplier = make_supplier()
    elsewhere = connection.copy()
    elsewhere.set_autocommit(False)
    with closing(elsewhere), elsewhere.cursor() as cursor:
        if by_command:  # what its transaction has done to the supplier so far
            cursor.execute("SELECT FROM crossdock_supplier FOR KEY SHARE")
        else:
            make_import(make_user(), supplier).mark_as_running()
        with connection.cursor() as own:
            own.execute("SET lock_timeout = '1s'")
        address, data = deletion(supplier)
        page = boss.post(address, {"post": "yes"} | data, follow=True).content.decode()
    said = (
        "{} is in use just now" if by_command else "A price list of {} is being imported just now"
    )
    assert said.format(supplier) in page
    assert Supplier.objects.exists()
    assert not LogEntry.objects.exists()
