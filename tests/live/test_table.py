"""The table that is made once for all: who gets what of it, and when it is made anew."""

import gzip
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import override

from crossdock.live.table import LiveTable, asked_and_known, live_table
from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.redis_state import changes
from crossdock.rights import Reader
from tests.views.test_tasks import report, running
from tests.world import MakeTask

pytestmark = pytest.mark.django_db(transaction=True)


def seen_by(user: User, asked: str = "") -> LiveTable:
    return live_table(Reader(user.pk, user.is_staff), asked, changes.tokens())


def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that are rendered from here on."""
    from crossdock.live import table as module

    names: list[str] = []
    render = module.render_to_string

    def noting(name: str, context: dict[str, Any]) -> str:
        names.append(name.rpartition("/")[2])
        return render(name, context)

    monkeypatch.setattr(module, "render_to_string", noting)
    return names


def test_one_table_serves_everybody_with_his_own_buttons(
    alice: User, bob: User, staff: User, pending: CrossDockTask, django_assert_num_queries: Any
) -> None:
    table = seen_by(alice)
    with django_assert_num_queries(0):
        assert seen_by(bob) is seen_by(staff) is table
    address = f"/tasks/{pending.pk}/cancel/"
    assert [address in table.html(user) for user in (alice, bob, staff)] == [True, False, True]


def test_a_filter_by_user_is_each_readers_own(alice: User, bob: User) -> None:
    asked = f"user={bob.pk}"
    assert seen_by(alice, asked) is not seen_by(bob, asked)
    assert seen_by(alice, "status=FAILURE") is seen_by(bob, "status=FAILURE")


def test_each_language_has_its_own(alice: User, pending: CrossDockTask) -> None:
    english = seen_by(alice)
    with override("ru"):
        assert seen_by(alice) is not english


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


def test_progress_elsewhere_leaves_a_table_where_nothing_moves(
    alice: User, pending: CrossDockTask
) -> None:
    first = seen_by(alice)
    changes.progress_moved()
    assert seen_by(alice) is first
    changes.rows_changed()
    assert seen_by(alice) is not first


def test_while_it_is_made_anew_others_get_the_last_one_but_none_that_is_wrong(
    alice: User, task_in: MakeTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crossdock.live.table import kept_table

    monkeypatch.setattr("crossdock.live.table.FRESH_SECONDS", 0)
    running(task_in)
    last, reader = seen_by(alice), Reader(alice.pk, False)
    changes.progress_moved()
    with last.renewal:
        assert kept_table(reader, "", "en", changes.tokens()) is last
    renewed = kept_table(reader, "", "en", changes.tokens())
    assert renewed not in (last, None)
    with renewed.renewal:
        changes.rows_changed()
        assert kept_table(reader, "", "en", changes.tokens()) is None
    assert kept_table(reader, "", "en", changes.tokens()) is None


def test_who_comes_late_to_make_it_anew_leaves_it_as_another_has_made_it(
    alice: User, task_in: MakeTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crossdock.live import table as module

    monkeypatch.setattr(module, "FRESH_SECONDS", 0)
    running(task_in)
    last, reader = seen_by(alice), Reader(alice.pk, False)
    changes.progress_moved()

    class Overtaken:
        """Another thread renews the table just before this one gets the lock."""

        newer = last.moved_on(reader, changes.tokens())

        def acquire(self, *, blocking: bool) -> bool:
            module._kept[module._key(reader, "", "en")] = self.newer
            return True

        def release(self) -> None:
            """Nothing is held."""

    last.renewal = Overtaken()
    changes.progress_moved()
    module.kept_table(reader, "", "en", changes.tokens())
    assert module._kept[module._key(reader, "", "en")] is Overtaken.newer


def test_a_name_that_changes_is_seen(alice: User, pending: CrossDockTask) -> None:
    seen_by(alice)
    pending.supplier_group.name = "Новая"
    pending.supplier_group.save()
    changes.rows_changed()
    assert "Новая" in seen_by(alice).html(alice)


def test_a_reload_shows_what_nobody_has_told_of(
    as_alice: Client, alice: User, pending: CrossDockTask
) -> None:
    seen_by(alice)
    CrossDockTask.objects.update(filename="renamed.xlsx")
    assert "renamed.xlsx" in as_alice.get("/tasks/").content.decode()
    assert "renamed.xlsx" in seen_by(alice).html(alice)


def test_many_addresses_take_no_more_memory(alice: User) -> None:
    from crossdock.live import table as module

    for number in range(module.MOST_KEPT + 5):
        seen_by(alice, f"q={number}")
    assert len(module._kept) == module.MOST_KEPT


def test_a_poll_gets_it_packed_if_it_can_read_that(alice: User, pending: CrossDockTask) -> None:
    table = seen_by(alice)
    plain, packed = (table.answer(alice, "", encodings) for encodings in ("", "br, gzip"))
    assert gzip.decompress(packed.body) == plain.body == table.html(alice).encode()
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.body))


def test_it_has_no_secret_that_its_packed_length_could_tell(
    alice: User, pending: CrossDockTask
) -> None:
    assert not re.search("csrf|token", seen_by(alice).html(alice))


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("", ("", "")),
        ("version=a.b", ("", "a.b")),
        ("page=2", ("page=2", "")),
        ("page=2&version=a.b", ("page=2", "a.b")),
        ("&version=", ("", "")),
        ("q=x%3Dversion%3D&version=a", ("q=x%3Dversion%3D", "a")),
    ],
)
def test_what_a_poll_asks_and_knows(query: str, parts: tuple[str, str]) -> None:
    assert asked_and_known(query) == parts
