from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from crossdock.redis_state import presence
from crossdock.redis_state.client import client
from tests.world import *  # noqa: F403  # its fixtures
from tests.world import log_in


def test_a_poll_that_is_answered_from_memory_is_a_page_that_is_open(alice: User) -> None:
    page = log_in(alice)
    page.get("/tasks/rows/")
    presence.forget_all()
    client().delete(presence._key(alice.pk))
    page.get("/tasks/rows/")
    assert presence.has_page_open(alice.pk)


def test_without_redis_nobody_has_a_page_open(alice: User, settings: Any, tmp_path: Path) -> None:
    presence.note(alice.pk)
    settings.REDIS_URL = f"unix://{tmp_path}/none"
    client.cache_clear()
    try:
        assert not presence.has_page_open(alice.pk)
    finally:
        client.cache_clear()
