import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from crossdock.models import CrossDockTask, lifelines
from crossdock.models.lifecycle import LEASE
from crossdock.models.status import progress_of
from crossdock.progress import Stage
from crossdock.redis_state import changes, progress
from crossdock.workers import hold as hold_module
from crossdock.workers.hold import Hold, Shutdown, Stop, Stopped
from crossdock.workers.keeper import HEARTBEAT
from tests.factories import make_group, make_task, make_user
from tests.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def task(settings, tmp_path) -> CrossDockTask:
    settings.MEDIA_ROOT = tmp_path
    task = make_task(make_user(), make_group())
    assert task.mark_as_running()
    return task


@pytest.fixture
def hold(task: CrossDockTask) -> Iterator[Hold]:
    hold = Hold(task)
    yield hold
    hold.release()


def test_progress_is_published(task, hold):
    hold.enter(Stage.READING)
    hold.report(Stage.READING, 30, 100)
    wait_until(lambda: progress_of([task])[task.pk].done == {Stage.READING: 30})
    seen = progress_of([task])[task.pk]
    assert seen.stage is Stage.READING
    assert seen.percent == hold.progress.percent > 0
    assert seen.began == hold.progress.began
    assert 0 <= seen.began[Stage.READING] <= seen.at <= hold.progress.now()


def test_progress_does_not_fall_behind_that_of_an_earlier_claim(task, hold):
    hold.report(Stage.READING, 100, 100)
    hold.report(Stage.MATCHING, 50, 100)
    reached = hold.progress.percent
    wait_until(lambda: progress_of([task])[task.pk].percent == reached)
    hold.release()  # or its next renewal would undo what comes now
    CrossDockTask.objects.filter(pk=task.pk).update(lease_until=Now() - LEASE)
    successor = CrossDockTask.objects.get(pk=task.pk)
    assert successor.mark_as_running()
    second = Hold(successor)
    try:
        second.report(Stage.READING, 1, 100)
        assert second.progress.percent == reached
    finally:
        second.release()


def test_progress_does_not_fall_back_after_an_orderly_shutdown(task, hold):
    hold.report(Stage.READING, 100, 100)
    reached = hold.progress.percent
    wait_until(lambda: progress_of([task])[task.pk].percent == reached)
    hold.release()
    assert task.hand_back()
    assert task.mark_as_running()
    second = Hold(task)
    second.release()
    assert second.progress.percent == reached


def test_the_next_attempt_begins_at_nothing(task, hold):
    hold.report(Stage.READING, 100, 100)
    wait_until(lambda: progress_of([task])[task.pk].percent > 0)
    hold.release()
    assert task.mark_as_failed("No columns.")
    assert task.retry()
    assert task.mark_as_running()
    second = Hold(task)
    second.release()
    assert second.progress.percent == 0


def test_a_hold_that_fails_stops_the_work(hold, caplog):
    stopped = threading.Event()

    def work() -> None:
        with hold.stoppable(stopped.set):
            hold.progress.done = None  # its thread can make nothing of that
            assert stopped.wait(PATIENCE)

    with pytest.raises(Stopped) as error:
        work()
    assert error.value.reason is Stop.UNWATCHED
    assert "cannot keep the claim" in caplog.text


def test_only_progress_that_moved_changes_the_token(task, hold):
    hold.report(Stage.READING, 1, 100)
    wait_until(lambda: bool(progress_of([task])[task.pk].done))
    time.sleep(2 * HEARTBEAT)
    before = changes.tokens()
    time.sleep(3 * HEARTBEAT)
    assert changes.tokens() == before
    hold.report(Stage.READING, 2, 100)
    wait_until(lambda: changes.tokens() != before)


def test_the_lease_is_renewed(task, monkeypatch):
    monkeypatch.setattr(hold_module, "LEASE_RENEWAL", hold_module.LEASE_RENEWAL / 20)
    before = task.lease_until
    hold = Hold(task)
    try:
        wait_until(lambda: CrossDockTask.objects.get(pk=task.pk).lease_until > before)
    finally:
        hold.release()


def test_the_worker_is_known_to_live_until_its_hold_ends(task, hold):
    def is_cut() -> bool:
        return lifelines.is_cut(task.lifeline, since_start=timedelta(0))

    wait_until(lambda: not is_cut())
    hold.release()
    wait_until(is_cut)


def test_work_that_is_told_to_stop_is_kept_until_it_has_stopped(task, monkeypatch):
    monkeypatch.setattr(hold_module, "LEASE_RENEWAL", hold_module.LEASE_RENEWAL / 20)
    hold = Hold(task)
    try:
        hold._stop(Stop.SHUTDOWN)
        told = CrossDockTask.objects.get(pk=task.pk).lease_until
        wait_until(lambda: CrossDockTask.objects.get(pk=task.pk).lease_until > told)
    finally:
        hold.release()


@pytest.mark.parametrize("redis_hears", [True, False], ids=["by Redis", "by the row alone"])
def test_a_cancelled_task_stops_its_work_in_the_middle(task, hold, redis_hears, monkeypatch):
    if not redis_hears:
        monkeypatch.setattr(progress, "wish_to_cancel", lambda _task: None)
    stopped = threading.Event()

    def work() -> None:
        with hold.stoppable(stopped.set):
            CrossDockTask.objects.get(pk=task.pk).cancel()
            assert stopped.wait(PATIENCE)

    with pytest.raises(Stopped) as error:
        work()
    assert error.value.reason is Stop.CLAIM_LOST
    with pytest.raises(Stopped):
        hold.report(Stage.READING, 1, 2)


def test_what_the_stopped_work_raises_becomes_stopped(task, hold):
    stopped = threading.Event()

    def work() -> None:
        with hold.stoppable(stopped.set):
            CrossDockTask.objects.get(pk=task.pk).cancel()
            stopped.wait(PATIENCE)
            raise OSError("the reader was killed")

    with pytest.raises(Stopped):
        work()


def test_errors_of_the_work_itself_stay_what_they_are(hold):
    with pytest.raises(OSError, match="disk"), hold.stoppable(lambda: None):
        raise OSError("disk")


def test_a_shutdown_stops_work_that_has_had_its_grace(task, hold, monkeypatch):
    shutdown = Shutdown()
    monkeypatch.setattr(hold_module, "shutdown", shutdown)
    monkeypatch.setattr(hold_module, "SHUTDOWN_GRACE", 0.5)
    stopped = threading.Event()

    def work() -> None:
        with hold.stoppable(stopped.set):
            hold.check()
            shutdown.begin()
            assert not shutdown.is_due
            assert stopped.wait(PATIENCE)

    with pytest.raises(Stopped) as error:
        work()
    assert error.value.reason is Stop.SHUTDOWN
