"""The one way to Redis, which no page waits for twice.

Redis holds nothing that a page cannot do without. A Redis that is down refuses at once; one that
hangs is waited for once, and then skipped for a while.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import TracebackType
from typing import Any

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from crossdock.redis_state.address import redis_at

TIMEOUT = 0.15
"""Seconds that a command may take."""

SKIP_SECONDS = 5.0
"""Seconds without Redis after one took longer."""


class Breaker:
    """Around each use of Redis: skips it for a while after a time-out. One for the process.

    Entering raises redis.TimeoutError, at once, while Redis is skipped. When the while is over, one
    thread tries; the others go on without Redis until it has had an answer.
    """

    def __init__(self) -> None:
        self._skip_until = 0.0

    def __enter__(self) -> None:
        now = time.monotonic()
        if now < self._skip_until:
            raise redis.TimeoutError("skipped: Redis took too long a moment ago")
        if self._skip_until:
            self._skip_until = now + SKIP_SECONDS

    def __exit__(
        self,
        _type: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        timed_out = isinstance(error, redis.TimeoutError)
        self._skip_until = time.monotonic() + SKIP_SECONDS if timed_out else 0.0

    def reset(self) -> None:
        """Try again with the next use."""
        self._skip_until = 0.0


breaker = Breaker()


def options() -> dict[str, Any]:
    """Time-outs for what a page waits for; one more try, at once, after a restart of Redis."""
    return {
        "socket_timeout": TIMEOUT,
        "socket_connect_timeout": TIMEOUT,
        "retry": Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
    }


@cache
def client() -> redis.Redis:
    """The connection pool to Redis, for text; outside of tests to be had from `connected`."""
    return redis_at(settings.REDIS_URL, decode_responses=True, **options())


@contextmanager
def connected() -> Iterator[redis.Redis]:
    """The connection pool, if Redis is not skipped just now. Raises redis.RedisError."""
    with breaker:
        yield client()
