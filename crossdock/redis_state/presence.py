"""Who has a page open: whose pages have asked for something a moment ago."""

import time
from contextlib import suppress
from datetime import timedelta

import redis

from crossdock.redis_state.client import connected

OPEN = timedelta(seconds=40)
"""So long after its last poll a page counts as open; the slowest ones poll every five seconds."""

RENEWAL_SECONDS = 15.0
"""So often a process tells Redis of a user: most polls cost nothing."""

_told_until: dict[int, float] = {}


def note(user_pk: int) -> None:
    """Say that the user has a page open."""
    if is_noted(user_pk):
        return
    _told_until[user_pk] = time.monotonic() + RENEWAL_SECONDS
    with suppress(redis.RedisError), connected() as client:
        client.set(_key(user_pk), 1, ex=OPEN)


def is_noted(user_pk: int) -> bool:
    """Whether this process has said so a moment ago."""
    return time.monotonic() < _told_until.get(user_pk, 0.0)


def has_page_open(user_pk: int) -> bool:
    """Whether the user has a page open. Without Redis nobody has: better a mail too many."""
    try:
        with connected() as client:
            return bool(client.exists(_key(user_pk)))
    except redis.RedisError:
        return False


def forget_all() -> None:
    """Forget whom this process has told Redis of."""
    _told_until.clear()


def _key(user_pk: int) -> str:
    return f"crossdock:page-open:{user_pk}"
