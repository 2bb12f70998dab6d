from datetime import timedelta

import pytest
from django.utils import timezone

from crossdock.models import CrossDockTask, OffersRefresh, PriceListImport
from crossdock.offers.current import Refresh
from crossdock.pages.metrics import exposition
from tests.factories import (
    make_group,
    make_import,
    make_offer,
    make_price_list,
    make_supplier,
    make_task,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


def figures() -> dict[str, float]:
    lines = exposition().decode().splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name.removeprefix("crossdock_"): float(value) for name, value in pairs}


def test_tasks_under_way_and_claims_without_a_sign_of_life() -> None:
    user, group = make_user(), make_group()
    waiting, *running = [make_task(user, group) for _ in range(3)]
    for task in running:
        assert task.mark_as_running()
    long_ago = timezone.now() - timedelta(hours=1)
    CrossDockTask.objects.filter(pk=waiting.pk).update(created_at=long_ago)
    CrossDockTask.objects.filter(pk=running[0].pk).update(lease_until=long_ago)
    now = figures()
    assert now['tasks{kind="request_file",queue="short",status="pending"}'] == 1
    assert now['tasks{kind="request_file",queue="short",status="running"}'] == 2
    assert now['tasks{kind="price_list",queue="long",status="running"}'] == 0
    assert now['leases_overdue{kind="request_file"}'] == 1
    assert 3600 <= now['oldest_seconds{kind="request_file",queue="short",status="pending"}'] < 3660


def test_attempts_of_the_last_hour_by_outcome_and_stage() -> None:
    task = make_task(make_user(), make_group())
    assert task.mark_as_running()
    assert task.mark_as_failed("spoiled", {"reading": (10.0, 12.5), "matching": (12.5, None)})
    assert task.retry()
    assert task.mark_as_running()
    assert task.mark_as_success({"reading": (20.0, 21.0)}, result_file="r.xlsx", lines=1)
    now = figures()
    assert now['attempts_last_hour{kind="request_file",outcome="failure"}'] == 1
    assert now['attempts_last_hour{kind="request_file",outcome="success"}'] == 1
    assert now['stage_seconds_last_hour{kind="request_file",stage="reading"}'] == 3.5
    assert 'stage_seconds_last_hour{kind="request_file",stage="matching"}' not in now
    CrossDockTask.objects.update(finished_at=timezone.now() - timedelta(hours=2))
    assert 'attempts_last_hour{kind="request_file",outcome="success"}' not in figures()


def test_offers_suppliers_and_rows_left_out() -> None:
    assert "offers_ready_age_seconds" not in figures()
    Refresh().run()
    make_offer(make_price_list(make_supplier()))
    make_supplier()  # has sent no list
    OffersRefresh.request()
    refresh = OffersRefresh.objects.get()
    assert refresh.mark_as_running()
    assert refresh.mark_as_success()
    imported = make_import(make_user(), make_supplier(enabled=False))
    assert imported.mark_as_running()
    assert imported.mark_as_success(rows_taken=7, rows_left_out=2)
    now = figures()
    assert 0 <= now["offers_ready_age_seconds"] < 60
    assert now["suppliers_newer"] == 1
    assert now["suppliers_quiet"] == 1
    assert now["price_list_rows_taken_last_hour"] == 7
    assert now["price_list_rows_left_out_last_hour"] == 2
    assert now["database_bytes"] > 1e6
    assert now["files_free_bytes"] > 0
    assert PriceListImport.objects.count() == 1
