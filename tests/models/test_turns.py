"""Which task a worker takes when a message gives a queue its turn."""

from typing import Any

import pytest

from crossdock.models import CrossDockTask
from crossdock.models.tasks import LONG_ACTOR, SHORT_ACTOR
from tests.factories import make_group, make_task, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def tasks() -> list[CrossDockTask]:
    """Three of Alice's, then two of Bob's, then one of Carol's."""
    users = [make_user(name) for name in ("alice", "bob", "carol")]
    group = make_group()
    return [
        make_task(users[number], group, filename=f"{users[number].username} {count}")
        for number, count in ((0, 1), (0, 2), (0, 3), (1, 1), (1, 2), (2, 1))
    ]


def taken(task: CrossDockTask, actor_name: str = SHORT_ACTOR) -> CrossDockTask | None:
    """What a worker claims for this task's message."""
    for each in CrossDockTask.claimable(actor_name, str(task.pk), task.attempt):
        if each.mark_as_running():
            return each
    return None


def names(tasks: list[CrossDockTask]) -> list[str]:
    """What is taken for the messages of these tasks."""
    return [each.filename for task in tasks if (each := taken(task))]


def test_the_users_take_turns(tasks: list[CrossDockTask]) -> None:
    assert names(tasks) == ["alice 1", "bob 1", "carol 1", "alice 2", "bob 2", "alice 3"]
    assert names(tasks) == [], "a message too many takes nothing"


def test_who_comes_later_comes_before_those_who_have_had_their_turn(
    tasks: list[CrossDockTask],
) -> None:
    assert names(tasks[:4]) == ["alice 1", "bob 1", "carol 1", "alice 2"]
    make_task(make_user("dave"), tasks[0].supplier_group, filename="dave 1")
    assert names(tasks[4:]) == ["dave 1", "bob 2"]


def test_a_turn_counts_also_if_the_task_is_handed_on(tasks: list[CrossDockTask]) -> None:
    first = taken(tasks[0])
    assert first == tasks[0]
    assert first.hand_back(is_long=True)
    assert names(tasks[1:3]) == ["bob 1", "carol 1"]


def test_each_queue_has_its_own_tasks(tasks: list[CrossDockTask]) -> None:
    CrossDockTask.objects.filter(pk=tasks[2].pk).update(is_long=True)
    assert taken(tasks[0], LONG_ACTOR) == tasks[2]
    assert taken(tasks[0], LONG_ACTOR) is None


def test_what_has_lost_a_worker_or_is_put_off_waits_for_its_own_message(
    tasks: list[CrossDockTask],
) -> None:
    assert taken(tasks[0]) == tasks[0]
    held = CrossDockTask.objects.get(pk=tasks[0].pk)
    assert held.try_later()
    assert tasks[0].filename not in names(tasks[1:])
    assert taken(tasks[0]) == tasks[0]


def test_the_message_of_a_task_that_was_taken_takes_another(tasks: list[CrossDockTask]) -> None:
    for task in tasks[3:]:
        task.cancel()
    assert names([tasks[2], tasks[3], tasks[0]]) == ["alice 1", "alice 2", "alice 3"]
