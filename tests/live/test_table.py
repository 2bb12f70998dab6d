"""The table that is made once for all: who gets what of it, and when it is made anew."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models.functions import Now

from crossdock.live import table as live_table_module
from crossdock.live import tables
from crossdock.live.table import LiveTable
from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import LEASE, Status
from crossdock.redis_state import changes
from tests.views.test_tasks import report, running
from tests.world import MakeTask

pytestmark = pytest.mark.django_db(transaction=True)


def seen_by(user: User, query: str = "") -> LiveTable:
    return tables.live_table(user, query, changes.tokens())


def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that are rendered from here on."""
    names: list[str] = []
    render = live_table_module.render_to_string

    def noting(name: str, context: dict[str, Any]) -> str:
        names.append(name.rpartition("/")[2])
        return render(name, context)

    monkeypatch.setattr(live_table_module, "render_to_string", noting)
    return names


def test_one_table_serves_everybody_with_his_own_buttons(
    alice: User, bob: User, staff: User, pending: CrossDockTask, django_assert_num_queries: Any
) -> None:
    table = seen_by(alice)
    with django_assert_num_queries(0):
        assert seen_by(bob) is seen_by(staff) is table
    address = f"/tasks/{pending.pk}/cancel/"
    assert [address in table.html(user) for user in (alice, bob, staff)] == [True, False, True]


def test_a_change_makes_it_anew_and_renders_only_what_changed(
    alice: User, task_in: MakeTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_in(Status.SUCCESS)
    task = running(task_in)
    first = seen_by(alice)
    first.html(alice)
    names = rendered(monkeypatch)
    assert task.cancel()
    second = seen_by(alice)
    assert second is not first
    assert "Cancelled" in second.html(alice)
    assert sorted(names) == ["task_progress.html", "task_row.html", "task_table.html"]


def test_progress_makes_it_anew_after_a_moment_and_renders_one_cell(
    alice: User,
    task_in: MakeTask,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
) -> None:
    monkeypatch.setattr("crossdock.live.table.FRESH_SECONDS", 60)
    task = running(task_in)
    first = seen_by(alice)
    before = first.html(alice)
    names = rendered(monkeypatch)
    report(task, 90)
    assert seen_by(alice) is first
    monkeypatch.setattr("crossdock.live.table.FRESH_SECONDS", 0)
    with django_assert_num_queries(0):
        second = seen_by(alice)
    assert second.version != first.version
    assert second.html(alice) != before
    assert sorted(names) == ["task_progress.html", "task_table.html"]


def test_what_changes_behind_the_scenes_renders_nothing(
    alice: User, task_in: MakeTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lease that is renewed, say, or a waiting task that is announced again."""
    task_in(Status.SUCCESS)
    running(task_in)
    first = seen_by(alice)
    first.html(alice)
    content = first.version.partition(".")[2]
    names = rendered(monkeypatch)
    CrossDockTask.objects.filter(status=Status.RUNNING).update(
        updated_at=Now(), lease_until=Now() + LEASE, dispatches=7, next_dispatch_at=Now()
    )
    changes.rows_changed()
    second = seen_by(alice)
    assert second is not first
    assert second.version.partition(".")[2] == content
    second.html(alice)
    assert names == ["task_table.html"]


def test_a_task_that_another_worker_takes_over_shows_that_ones_progress(
    alice: User, task_in: MakeTask
) -> None:
    task = running(task_in, done=40)
    seen_by(alice).html(alice)
    CrossDockTask.objects.update(claim=task.claim + 1)
    changes.rows_changed()
    seen_by(alice)
    task.refresh_from_db()
    report(task, 90)
    (row,) = tables.new_table(alice, "", changes.tokens()).page.rows
    assert row.progress.percent > 60


def test_what_is_kept_of_a_page_is_bounded(
    alice: User, bob: User, staff: User, pending: CrossDockTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each user whose tasks are on it has a form of it."""
    table = seen_by(alice)
    monkeypatch.setattr(live_table_module, "MAX_BODIES", len(table.html(alice)) * 3 // 2)
    for user in (bob, alice, staff, bob):
        assert f"task-{pending.pk}" in table.html(user)
        assert len(table._bodies) == 1
    assert table.packed(bob) is table.packed(bob)


def test_a_name_that_changes_is_seen(alice: User, pending: CrossDockTask) -> None:
    seen_by(alice)
    pending.supplier_group.name = "Новая"
    pending.supplier_group.save()
    changes.rows_changed()
    assert "Новая" in seen_by(alice).html(alice)


def test_it_has_no_secret_that_its_packed_length_could_tell(
    alice: User, pending: CrossDockTask
) -> None:
    assert not re.search("csrf|token", seen_by(alice).html(alice))
