import logging
import subprocess
import sys
import time
from collections.abc import Callable
from threading import Thread
from types import SimpleNamespace
from typing import Any

import dramatiq
import pytest
from django.db import OperationalError, connection
from django.db.models.functions import Now
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import SkipMessage
from structlog.contextvars import get_contextvars

from crossdock.errors import UserError
from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import LEASE, MAX_CLAIMS, Status
from crossdock.workers.hold import Stop, Stopped
from crossdock.workers.middleware import (
    NICENESS,
    HandBack,
    LifeCycleMiddleware,
    current_hold,
)
from crossdock.workers.process import OBJECTS_PER_ROUND
from tests import stored
from tests.factories import make_group, make_task, make_user
from tests.processes import environment

pytestmark = pytest.mark.django_db(transaction=True)

middleware = LifeCycleMiddleware()


@pytest.fixture
def task(settings, tmp_path) -> CrossDockTask:
    settings.MEDIA_ROOT = tmp_path
    return make_task(make_user(), make_group())


@pytest.fixture
def broker() -> dramatiq.Broker:
    broker = StubBroker(middleware=[middleware])
    dramatiq.actor(lambda *_: None, actor_name="work", broker=broker, task_model=CrossDockTask)
    dramatiq.actor(lambda: None, actor_name="other", broker=broker)
    return broker


def message(*args: Any, actor: str = "work") -> Any:
    return SimpleNamespace(actor_name=actor, args=args)


def process(broker: dramatiq.Broker, task: CrossDockTask, work: Callable[[], object]) -> None:
    """What Dramatiq's worker does with a message."""
    sent = message(str(task.pk), task.attempt)
    middleware.before_process_message(broker, sent)
    try:
        result = work()
    except Exception as error:
        middleware.after_process_message(broker, sent, exception=error)
    else:
        middleware.after_process_message(broker, sent, result=result)


def raising(error: Exception) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


def publish() -> dict[str, object]:
    hold = current_hold(CrossDockTask)
    name = hold.task.claimed_result_name
    stored.put(name, b"result")
    return {"result_file": name, "lines": 1}


def test_success(broker, task):
    process(broker, task, publish)
    task.refresh_from_db()
    assert (task.status, task.lines) == (Status.SUCCESS, 1)
    assert task.result_file.read() == b"result"
    assert [(each["number"], each["status"]) for each in task.attempts] == [(1, "SUCCESS")]


def test_a_fault_of_the_users_fails_at_once_with_its_message(broker, task):
    process(broker, task, raising(UserError("There are no columns.")))
    task.refresh_from_db()
    assert (task.status, task.error_message) == (Status.FAILURE, "There are no columns.")
    assert task.attempts[0]["error"] == "There are no columns."


def test_a_fault_of_ours_fails_with_a_reference_that_is_in_the_log(broker, task, caplog):
    with caplog.at_level(logging.ERROR):
        process(broker, task, raising(ZeroDivisionError("secret detail")))
    task.refresh_from_db()
    reference = f"{str(task.pk)[:8]}-1"
    assert task.status == Status.FAILURE
    assert reference in str(task.error_message)
    assert "secret" not in str(task.error_message)
    assert reference in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_what_is_logged_during_the_work_says_which_claim_it_is_of(broker, task):
    def work() -> dict[str, object]:
        assert get_contextvars() == {"task": str(task.pk), "attempt": 1, "claim": 1}
        return publish()

    process(broker, task, work)
    task.refresh_from_db()
    assert task.status == Status.SUCCESS
    assert get_contextvars() == {}


def test_a_passing_fault_is_tried_again_later_but_not_for_ever(broker, task):
    for claim in (1, 2):
        process(broker, task, raising(OperationalError("the database is restarting")))
        task.refresh_from_db()
        assert (task.status, task.claim) == (Status.PENDING, claim)
        assert task.next_dispatch_at is not None
    process(broker, task, raising(OperationalError("the database is restarting")))
    task.refresh_from_db()
    assert task.status == Status.FAILURE


def test_a_full_disk_passes(broker, task):
    process(broker, task, raising(OSError(28, "No space left on device")))
    task.refresh_from_db()
    assert task.status == Status.PENDING


def test_cancelled_work_leaves_the_row_alone(broker, task):
    def cancelled() -> None:
        CrossDockTask.objects.get(pk=task.pk).cancel()
        raise Stopped(Stop.CLAIM_LOST)

    process(broker, task, cancelled)
    task.refresh_from_db()
    assert task.status == Status.CANCELLED


def test_a_shutdown_hands_back_without_counting(broker, task):
    process(broker, task, raising(Stopped(Stop.SHUTDOWN)))
    task.refresh_from_db()
    assert (task.status, task.claims_in_attempt, task.attempts) == (Status.PENDING, 0, [])


def test_work_that_nobody_watches_is_done_again_but_not_for_ever(broker, task):
    for claim in (1, 2):
        process(broker, task, raising(Stopped(Stop.UNWATCHED)))
        task.refresh_from_db()
        assert (task.status, task.claim) == (Status.PENDING, claim)
    process(broker, task, raising(Stopped(Stop.UNWATCHED)))
    task.refresh_from_db()
    assert task.status == Status.FAILURE


def test_work_whose_claim_was_lost_before_it_began_does_not_begin(broker, task):
    begun = []

    def late() -> None:
        CrossDockTask.objects.filter(pk=task.pk).update(lease_until=Now() - LEASE)
        assert CrossDockTask.objects.get(pk=task.pk).mark_as_running()
        begun.append(current_hold(CrossDockTask))

    process(broker, task, late)
    assert begun == []
    task.refresh_from_db()
    assert (task.status, task.claim) == (Status.RUNNING, 2)


def test_a_long_list_goes_to_the_workers_for_long_ones(broker, task):
    process(broker, task, lambda: HandBack(is_long=True))
    task.refresh_from_db()
    assert (task.status, task.is_long, task.claims_in_attempt) == (Status.PENDING, True, 0)


def test_a_result_that_comes_too_late_is_removed(broker, task):
    def too_late() -> dict[str, object]:
        result = publish()
        CrossDockTask.objects.filter(pk=task.pk).update(lease_until=Now() - LEASE)
        assert CrossDockTask.objects.get(pk=task.pk).mark_as_running()
        return result

    process(broker, task, too_late)
    task.refresh_from_db()
    assert (task.status, task.claim) == (Status.RUNNING, 2)
    assert not task.request_file.storage.exists(f"tasks/{task.pk}/result-1.xlsx")


def test_work_that_is_stopped_after_its_result_appeared_leaves_none(broker, task):
    def stopped_at_the_last_moment() -> None:
        publish()
        raise Stopped(Stop.CLAIM_LOST)

    process(broker, task, stopped_at_the_last_moment)
    assert not task.request_file.storage.exists(f"tasks/{task.pk}/result-1.xlsx")
    assert task.request_file.storage.exists(task.request_file.name)


def test_messages_for_what_is_taken_ended_or_gone_are_dropped(broker, task):
    task.mark_as_running()
    for stale in (
        message(str(task.pk), 1),
        message(str(task.pk), 2),
        message("6d3a1b52-0000-4000-8000-000000000000", 1),
    ):
        with pytest.raises(SkipMessage):
            middleware.before_process_message(broker, stale)
    task.refresh_from_db()
    assert (task.status, task.claim) == (Status.RUNNING, 1)


def test_tasks_at_stake_follow_one_another_and_none_is_dropped(broker, task):
    tasks = [task, *(make_task(task.user, task.supplier_group) for _more in range(3))]
    CrossDockTask.objects.exclude(pk=tasks[-1].pk).update(claims_in_attempt=MAX_CLAIMS - 1)
    under_way: list[CrossDockTask] = []
    beside: list[int] = []

    def work() -> dict[str, object]:
        hold = current_hold(CrossDockTask)
        under_way.append(hold.task)
        time.sleep(0.02)  # time for another to come beside
        if hold.task.claims_in_attempt == MAX_CLAIMS:
            beside.append(len(under_way) - 1)
        under_way.remove(hold.task)
        return publish()

    def process_and_close(each: CrossDockTask) -> None:
        process(broker, each, work)
        connection.close()

    threads = [Thread(target=process_and_close, args=[each]) for each in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert beside == [0, 0, 0]
    assert set(CrossDockTask.objects.values_list("status", flat=True)) == {Status.SUCCESS}


def test_actors_without_a_task_are_none_of_its_business(broker):
    middleware.before_process_message(broker, message(actor="other"))
    middleware.after_process_message(broker, message(actor="other"))


def test_a_worker_process_is_spared_the_collectors_rounds_and_lets_pages_go_first(tmp_path):
    boot = """
import gc, os, django
django.setup()
from crossdock.workers.middleware import LifeCycleMiddleware
before = os.nice(0)
LifeCycleMiddleware().after_process_boot(None)
print(gc.get_threshold()[0], gc.get_freeze_count() > 0, os.nice(0) - before)
"""
    run = [sys.executable, "-W", "ignore", "-c", boot]
    booted = subprocess.run(
        run,
        env=environment(tmp_path, 0),
        check=True,
        capture_output=True,
        text=True,
        start_new_session=True,  # niceness may be a session's
    )
    assert booted.stdout.split() == [str(OBJECTS_PER_ROUND), "True", str(NICENESS)]
