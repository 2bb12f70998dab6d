from collections.abc import Iterator
from typing import Any

import pytest

from crossdock.redis_state import changes
from crossdock.redis_state.changes import Tokens
from crossdock.redis_state.client import client


@pytest.fixture
def no_redis(settings: Any) -> Iterator[None]:
    settings.REDIS_URL = "unix:///nowhere/socket"
    client.cache_clear()
    yield
    client.cache_clear()


def test_each_change_renews_its_own_token() -> None:
    before = changes.tokens()
    assert before is not None
    for change, name in (
        (changes.rows_changed, "rows"),
        (changes.progress_moved, "progress"),
        (lambda: changes.session_ended("a"), "sessions"),
    ):
        change()
        after = changes.tokens()
        assert after is not None
        assert [
            field for field in Tokens._fields if getattr(after, field) != getattr(before, field)
        ] == [name]
        before = after


def test_a_session_is_known_to_have_ended_for_a_while() -> None:
    changes.session_ended("gone")
    assert changes.has_ended("gone")
    assert not changes.has_ended("another")
    assert 0 < client().ttl(changes._ended("gone")) <= changes.ENDED_LIFETIME.total_seconds()


def test_without_redis_there_is_no_token_and_any_session_may_have_ended(no_redis: None) -> None:
    changes.rows_changed()
    changes.session_ended("a")
    assert changes.tokens() is None
    assert changes.has_ended("a")
