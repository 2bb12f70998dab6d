from datetime import timedelta

import pytest
from django.db import connection, transaction

from crossdock.models import CrossDockTask, lifelines
from crossdock.workers import hold as hold_module
from crossdock.workers.hold import Hold
from tests.factories import make_group, make_task, make_user
from tests.waiting import wait_until

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


def test_a_locked_row_does_not_cost_the_others_their_leases(tasks, monkeypatch):
    monkeypatch.setattr(hold_module, "LEASE_RENEWAL", hold_module.LEASE_RENEWAL / 20)
    locked, other = tasks[:2]
    with transaction.atomic():
        CrossDockTask.objects.select_for_update().get(pk=locked.pk)
        holds = [Hold(locked), Hold(other)]
        lease = other.lease_until
        wait_until(lambda: CrossDockTask.objects.get(pk=other.pk).lease_until > lease)
    lease = CrossDockTask.objects.get(pk=locked.pk).lease_until
    wait_until(lambda: CrossDockTask.objects.get(pk=locked.pk).lease_until > lease)
    for hold in holds:
        hold.release()
