import pytest

from crossdock.models.lifecycle import Status
from crossdock.models.status import progress_of
from crossdock.progress import Progress, Stage
from crossdock.redis_state import progress
from tests.world import *  # noqa: F403  # its fixtures
from tests.world import MakeTask

pytestmark = pytest.mark.django_db


def test_the_bar_keeps_what_is_shown_while_a_task_changes_hands(task_in: MakeTask) -> None:
    task = task_in(Status.RUNNING, claim=1, claims_in_attempt=1)
    reached = Progress()
    reached.report(Stage.READING, 1, 1)
    reached.report(Stage.MATCHING, 1, 2)
    progress.write(task.progress_key, reached.fields())

    def shown() -> int:
        return progress_of([task])[task.pk].percent

    assert shown() == reached.percent == 45
    assert task.hand_back()
    assert shown() == 45
    assert progress_of([task])[task.pk].stage is Stage.QUEUED
    assert task.mark_as_running()
    assert shown() == 45
    progress.write(task.progress_key, Progress(floor=45).fields())
    assert shown() == 45


def test_another_attempt_begins_at_its_beginning(task_in: MakeTask) -> None:
    task = task_in(Status.RUNNING, claim=1)
    progress.write(task.progress_key, Progress(floor=45).fields())
    assert task.mark_as_failed("wrong")
    assert progress_of([task]) == {}
    assert task.retry()
    assert progress_of([task])[task.pk].percent == 0
