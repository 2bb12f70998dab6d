import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models.functions import Now
from django.test import Client

from crossdock.models import Basket, CrossDockTask, SupplierGroup, quota
from crossdock.models.lifecycle import Status
from crossdock.models.quota import QuotaReached, task_slot
from tests.factories import make_group, make_supplier, make_task, make_user
from tests.views.test_tasks import upload
from tests.world import HTMX, log_in

MAX_TASKS = 2


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    monkeypatch.setattr(quota, "MAX_ACTIVE", MAX_TASKS)
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = None


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice")


@pytest.fixture
def as_alice(alice: User) -> Client:
    return log_in(alice)


@pytest.fixture
def group(db: None) -> SupplierGroup:
    return make_group(make_supplier())


@pytest.fixture
def full(alice: User, group: SupplierGroup) -> list[CrossDockTask]:
    tasks = [make_task(alice, group) for _each in range(MAX_TASKS)]
    assert tasks[0].mark_as_running()
    return tasks


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_upload_beyond_it_is_refused(
    headers: dict[str, str], as_alice: Client, group: SupplierGroup, full: list[CrossDockTask]
) -> None:
    answer = upload(as_alice, group, headers=headers)
    assert answer.status_code == 200
    assert "2 files of alice are waiting or running" in answer.content.decode()
    assert CrossDockTask.objects.count() == MAX_TASKS
    full[0].cancel()
    assert upload(as_alice, group).status_code == 302


def test_baskets_beyond_their_number_are_refused(
    as_alice: Client, alice: User, group: SupplierGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "MAX_BASKETS", 1)
    searched, other = make_task(alice, group), make_task(alice, group)
    first = Basket.ask_for(searched, user=alice)
    assert first is not None
    CrossDockTask.objects.update(status=Status.SUCCESS, result_file="x", finished_at=Now())
    said = "1 baskets of alice are waiting or being searched for"

    def asks(action: str = "") -> str:
        answer = as_alice.post(f"/tasks/{other.pk}/basket/{action}", {"seconds": 60}, follow=True)
        return answer.content.decode()

    assert said in asks()
    assert first.cancel()
    assert said not in asks()
    second = Basket.objects.get(task=other)
    assert second.cancel()
    assert first.retry()
    assert said in asks("retry/")
    assert first.cancel()
    assert said not in asks("retry/")
    second.refresh_from_db()
    assert second.status == Status.PENDING


def test_others_have_their_own(group: SupplierGroup, full: list[CrossDockTask]) -> None:
    assert upload(log_in(make_user("bob")), group).status_code == 302


def test_staff_have_one_too(group: SupplierGroup) -> None:
    staff = make_user("staff", is_staff=True)
    answers = [upload(log_in(staff), group).status_code for _each in range(MAX_TASKS + 1)]
    assert answers == [302, 302, 200]


def test_a_retry_counts_for_the_owner(
    alice: User, group: SupplierGroup, full: list[CrossDockTask]
) -> None:
    ended = make_task(alice, group)
    ended.cancel()
    staff = log_in(make_user("staff", is_staff=True))
    answer = staff.post(f"/tasks/{ended.pk}/retry/", headers=HTMX)
    assert "2 files of alice are waiting or running" in answer.content.decode()
    answer = staff.post("/tasks/retry/", {"task": [ended.pk]}, headers=HTMX)
    assert "1 must wait, because its owner has too many under way." in answer.content.decode()
    assert CrossDockTask.objects.get(pk=ended.pk).attempt == 1
    full[0].cancel()
    staff.post(f"/tasks/{ended.pk}/retry/")
    assert CrossDockTask.objects.get(pk=ended.pk).attempt == 2


def test_of_several_retries_those_are_done_that_fit(
    as_alice: Client, alice: User, group: SupplierGroup
) -> None:
    tasks = [make_task(alice, group) for _each in range(MAX_TASKS + 1)]
    for task in tasks:
        task.cancel()
    ticked = {"task": [task.pk for task in tasks]}
    page = as_alice.post("/tasks/retry/", ticked, headers=HTMX).content.decode()
    assert "2 tasks queued again, 1 must wait, because" in page


@pytest.mark.django_db(transaction=True)
def test_uploads_at_the_same_moment_do_not_slip_through() -> None:
    alice, group = make_user("alice"), make_group(make_supplier())
    results: list[bool] = []
    start = threading.Barrier(6)

    def begin() -> None:
        start.wait()
        try:
            with task_slot(alice.pk):
                make_task(alice, group)
            results.append(True)
        except QuotaReached:
            results.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False] * 4 + [True] * MAX_TASKS
    assert CrossDockTask.objects.count() == MAX_TASKS
