import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from crossdock.models import CrossDockTask, lifelines
from crossdock.workers import hold as hold_module
from crossdock.workers.hold import Hold, Stopped
from tests.factories import make_group, make_task, make_user
from tests.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tasks(settings, tmp_path) -> list[CrossDockTask]:
    settings.MEDIA_ROOT = tmp_path
    user, group = make_user(), make_group()
    tasks = [make_task(user, group) for _number in range(3)]
    assert all(task.mark_as_running() for task in tasks)
    return tasks


def is_cut(task: CrossDockTask) -> bool:
    return lifelines.is_cut(task.lifeline, since_start=timedelta(0))


def connections_with_lifelines() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE locktype = 'advisory'")
        return int(cursor.fetchone()[0])


def test_all_holds_of_a_process_share_one_connection_and_each_lets_go_of_its_own(tasks):
    holds = [Hold(task) for task in tasks]
    wait_until(lambda: not any(map(is_cut, tasks)))
    assert connections_with_lifelines() == 1
    holds.pop(0).release()
    wait_until(lambda: is_cut(tasks[0]))
    assert not any(map(is_cut, tasks[1:]))
    for hold in holds:
        hold.release()
    wait_until(lambda: connections_with_lifelines() == 0)


def pid_of_keeper() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(pid) FROM pg_locks WHERE locktype = 'advisory'")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("is_cut_off", [False, True], ids=["at first", "connected anew"])
def test_a_locked_row_does_not_cost_the_others_their_leases(tasks, monkeypatch, is_cut_off):
    monkeypatch.setattr(hold_module, "LEASE_RENEWAL", hold_module.LEASE_RENEWAL / 20)
    locked, other = tasks[:2]
    holds = [Hold(locked), Hold(other)]
    wait_until(pid_of_keeper)
    if is_cut_off:
        pid = pid_of_keeper()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        wait_until(lambda: pid_of_keeper() not in (None, pid))
    with transaction.atomic():
        CrossDockTask.objects.select_for_update().get(pk=locked.pk)
        lease = CrossDockTask.objects.get(pk=other.pk).lease_until
        wait_until(lambda: CrossDockTask.objects.get(pk=other.pk).lease_until > lease)
    lease = CrossDockTask.objects.get(pk=locked.pk).lease_until
    wait_until(lambda: CrossDockTask.objects.get(pk=locked.pk).lease_until > lease)
    for hold in holds:
        hold.release()


def test_a_keeper_that_fails_stops_the_work_of_all_and_keeps_what_comes_later(tasks, caplog):
    stopped = [threading.Event(), threading.Event()]
    holds = [Hold(task) for task in tasks[:2]]
    for hold, event in zip(holds, stopped, strict=True):
        hold._stop_work = event.set
    holds[0].beat = None  # its thread can make nothing of that
    for event in stopped:
        assert event.wait(PATIENCE)
    for hold in holds:
        with pytest.raises(Stopped):
            hold.check()
    assert "keeper of the claims has failed" in caplog.text
    later = Hold(tasks[2])
    wait_until(lambda: not is_cut(tasks[2]))
    later.release()
