from datetime import timedelta

import pytest
from django.utils import timezone

from crossdock.models import CrossDockTask
from crossdock.models.status import Status


@pytest.mark.parametrize(
    ("status", "active", "running", "retryable"),
    [
        (Status.PENDING, True, False, False),
        (Status.RUNNING, True, True, False),
        (Status.SUCCESS, False, False, False),
        (Status.FAILURE, False, False, True),
        (Status.CANCELLED, False, False, True),
    ],
)
def test_what_may_become_of_it(status: Status, active: bool, running: bool, retryable: bool):
    task = CrossDockTask(status=status)
    assert (task.is_active, task.is_running, task.is_retryable) == (active, running, retryable)


def test_time_counts_from_the_start_to_the_end_or_until_now():
    now = timezone.now()
    assert CrossDockTask().elapsed is None
    running = CrossDockTask(started_at=now - timedelta(seconds=5)).elapsed
    assert running is not None
    assert running >= timedelta(seconds=5)
    ended = CrossDockTask(started_at=now - timedelta(seconds=5), finished_at=now)
    assert ended.elapsed == timedelta(seconds=5)


def test_each_claim_of_each_attempt_has_progress_of_its_own():
    task = CrossDockTask()
    keys = set()
    for task.attempt in (1, 2):
        for task.claim in (1, 2):
            keys.add(task.progress_key)
    assert len(keys) == 4
