from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
import redis
from django.db import connection
from django.db.models.functions import Now

from crossdock.models import CrossDockTask, OffersRefresh, PriceListImport
from crossdock.models.lifecycle import BackgroundTask, Status
from crossdock.models.sweep import sweep
from tests.factories import make_group, make_import, make_supplier, make_task, make_user

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def tasks() -> list[CrossDockTask]:
    user, group = make_user(), make_group()
    return [make_task(user, group) for _number in range(3)]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[BackgroundTask]:
    """What is announced, in its order."""
    announced: list[BackgroundTask] = []
    monkeypatch.setattr(BackgroundTask, "send", lambda task: announced.append(task))
    return announced


def lose_worker(task: BackgroundTask) -> None:
    assert task.mark_as_running()
    type(task)._default_manager.filter(pk=task.pk).update(lease_until=Now() - SECOND)


def status_of(task: BackgroundTask) -> str:
    return type(task)._default_manager.get(pk=task.pk).status


def test_what_a_lost_worker_held_waits_again_and_is_announced(
    tasks: list[CrossDockTask], sent: list[BackgroundTask]
) -> None:
    lose_worker(tasks[0])
    assert tasks[1].mark_as_running()
    sweep(CrossDockTask)
    assert [status_of(task) for task in tasks] == [Status.PENDING, Status.RUNNING, Status.PENDING]
    assert sent == [tasks[2], tasks[0]]


def test_what_nobody_took_is_announced_again_after_a_pause(
    tasks: list[CrossDockTask], sent: list[BackgroundTask]
) -> None:
    sweep(CrossDockTask)
    sweep(CrossDockTask)
    assert sent == tasks, "each once, the first come first"


def test_what_has_been_due_the_longest_is_announced_first(
    tasks: list[CrossDockTask], sent: list[BackgroundTask]
) -> None:
    for task, seconds in zip(tasks, (2, 3, 1), strict=True):
        row = CrossDockTask.objects.filter(pk=task.pk)
        row.update(next_dispatch_at=Now() - timedelta(seconds=seconds))
    sweep(CrossDockTask)
    assert sent == [tasks[1], tasks[0], tasks[2]]


def test_without_a_broker_all_leases_are_taken_back_all_the_same(
    tasks: list[CrossDockTask], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_task: BackgroundTask) -> None:
        raise redis.ConnectionError

    monkeypatch.setattr(BackgroundTask, "send", refuse)
    price_list = make_import(tasks[0].user, make_supplier())
    lose_worker(price_list)
    with pytest.raises(redis.ConnectionError):
        sweep(CrossDockTask, PriceListImport)
    assert status_of(price_list) == Status.PENDING


@pytest.mark.parametrize("step", ["take_back", "announce"])
def test_a_row_that_cannot_be_swept_stops_none_of_the_others(
    step: str,
    tasks: list[CrossDockTask],
    sent: list[BackgroundTask],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    lose_worker(tasks[0])
    lose_worker(tasks[1])
    healthy = getattr(CrossDockTask, step)

    def sick(task: CrossDockTask) -> object:
        if task == tasks[0]:
            raise ZeroDivisionError
        return healthy(task)

    monkeypatch.setattr(CrossDockTask, step, sick)
    sweep(CrossDockTask)
    assert sent == [tasks[2], tasks[1]]
    assert str(tasks[0].pk) in caplog.text


def test_a_refresh_whose_worker_is_lost_while_another_waits(sent: list[BackgroundTask]) -> None:
    OffersRefresh.request()
    running = OffersRefresh.objects.get()
    lose_worker(running)
    OffersRefresh.request()
    sweep(OffersRefresh)
    assert OffersRefresh.objects.get(status=Status.PENDING) == running
    assert sent == [running]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_lost", [True, False], ids=["expired", "due"])
def test_a_row_that_somebody_has_locked_is_left_to_a_later_sweep(
    is_lost: bool,
    tasks: list[CrossDockTask],
    sent: list[BackgroundTask],
    caplog: pytest.LogCaptureFixture,
) -> None:
    if is_lost:
        lose_worker(tasks[0])
    elsewhere = connection.copy()
    elsewhere.set_autocommit(False)
    with closing(elsewhere), elsewhere.cursor() as cursor:
        table = CrossDockTask._meta.db_table
        cursor.execute(f"SELECT FROM {table} WHERE id = %s FOR UPDATE", [tasks[0].pk])
        with connection.cursor() as own:
            own.execute("SET lock_timeout = '1s'")
        sweep(CrossDockTask)
        assert sent == tasks[1:]
    assert "cannot sweep" not in caplog.text
    sweep(CrossDockTask)
    assert sent == [*tasks[1:], tasks[0]]
    assert status_of(tasks[0]) == Status.PENDING
