from typing import Any

import pytest
from django.contrib.auth.models import User

from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.pages.task_table import PAGE_SIZE, read_page
from tests.views.test_tasks import report, running
from tests.world import MakeTask

pytestmark = pytest.mark.django_db


def test_a_page_that_was_read_asks_the_database_nothing(
    alice: User, task_in: MakeTask, django_assert_num_queries: Any
) -> None:
    for _number in range(PAGE_SIZE + 1):
        task_in()
    with django_assert_num_queries(2):  # count, tasks
        table = read_page(alice, "page=2&sort=created")
    with django_assert_num_queries(0):
        assert len(table.rows) == 1
        assert (table.page.number, table.page.paginator.count) == (2, PAGE_SIZE + 1)
        assert table.address == "sort=created&page=2"
        assert table.is_active
        assert not table.has_progress
        assert table.moved_on().state == table.state


def test_moving_on_changes_the_progress_and_nothing_else(alice: User, task_in: MakeTask) -> None:
    task = running(task_in, done=10)
    before = read_page(alice, "")
    CrossDockTask.objects.update(filename="renamed.xlsx")
    report(task, 90)
    after = before.moved_on()
    assert after.has_progress
    (old,), (new,) = before.rows, after.rows
    assert new.task is old.task
    assert new.progress.percent > old.progress.percent
    assert after.state != before.state


@pytest.mark.parametrize(
    "change",
    [
        {"filename": "renamed.xlsx"},
        {"status": Status.CANCELLED},
        {"error_message": "No column."},
        {"attempt": 2},
        {"lookback_days": 9},
    ],
)
def test_what_a_row_shows_is_in_its_state(
    change: dict[str, Any], alice: User, pending: CrossDockTask
) -> None:
    before = read_page(alice, "")
    CrossDockTask.objects.update(**change)
    assert read_page(alice, "").state != before.state
