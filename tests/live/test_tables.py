import pytest
from django.contrib.auth.models import User
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
