from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from crossdock.live import tables
from crossdock.models import CrossDockTask
from crossdock.redis_state import changes
from tests.live.test_table import seen_by

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("query", ["user=%s", "us%%65r=%s", "status=FAILURE&user=%s"])
def test_a_filter_by_user_means_the_same_to_all(
    query: str, alice: User, bob: User, pending: CrossDockTask
) -> None:
    query %= bob.pk
    assert seen_by(alice, query) is seen_by(bob, query)
    assert not seen_by(alice, query).page.rows
    assert len(seen_by(bob, f"user={alice.pk}").page.rows) == 1


def test_progress_elsewhere_leaves_a_table_where_nothing_moves(
    alice: User, pending: CrossDockTask
) -> None:
    first = seen_by(alice)
    changes.progress_moved()
    assert seen_by(alice) is first
    changes.rows_changed()
    assert seen_by(alice) is not first


def test_a_reload_shows_what_nobody_has_told_of(
    as_alice: Client, alice: User, pending: CrossDockTask
) -> None:
    seen_by(alice)
    CrossDockTask.objects.update(filename="renamed.xlsx")
    assert "renamed.xlsx" in as_alice.get("/tasks/").content.decode()
    assert "renamed.xlsx" in seen_by(alice).html(alice)


def test_many_addresses_take_no_more_memory(alice: User) -> None:
    for number in range(tables.MAX_TABLES + 5):
        seen_by(alice, f"q={number}")
    assert len(tables._tables) == tables.MAX_TABLES


@pytest.mark.parametrize(
    ("sent", "parts"),
    [
        ("", ("", "")),
        ("version=a.b", ("", "a.b")),
        ("page=2", ("page=2", "")),
        ("page=2&version=a.b", ("page=2", "a.b")),
        ("&version=", ("", "")),
        ("q=x%3Dversion%3D&version=a", ("q=x%3Dversion%3D", "a")),
    ],
)
def test_a_polls_query_string_has_the_pages_version_last(sent: str, parts: tuple[str, str]) -> None:
    assert tables.split_version(RequestFactory().get(f"/?{sent}")) == parts


@contextmanager
def locked_tasks() -> Iterator[None]:
    """While the block lasts, somebody else has the tasks locked, as a migration does it."""
    other = connection.copy()
    try:
        with other.cursor() as cursor, connection.cursor() as mine:
            mine.execute("SET lock_timeout = '50ms'")
            cursor.execute("BEGIN; LOCK TABLE crossdock_crossdocktask")
            yield
            mine.execute("RESET lock_timeout")
    finally:
        other.close()


def test_polls_get_the_last_table_while_the_tasks_are_locked(
    alice: User, pending: CrossDockTask
) -> None:
    last = seen_by(alice)
    changes.rows_changed()
    with locked_tasks():
        with pytest.raises(OperationalError):
            seen_by(alice)
        assert seen_by(alice) is last  # without trying again at once
    last._failed_until = 0
    with last.renewal:
        assert seen_by(alice) is last
    assert seen_by(alice) is not last


def test_queries_that_no_page_asks_take_no_memory(alice: User, pending: CrossDockTask) -> None:
    seen_by(alice, "q=" + "x" * tables.MAX_QUERY_LENGTH)
    assert not tables._tables
    seen_by(alice, "q=x")
    assert tables._tables
