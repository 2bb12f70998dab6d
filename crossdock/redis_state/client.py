from functools import cache
from typing import Any

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

SOCKET_SECONDS = 0.5
"""A page waits for it several times at most, and can do without."""


def options() -> dict[str, Any]:
    """Time-outs for what a page waits for; one more try, at once, after a restart of Redis."""
    return {
        "socket_timeout": SOCKET_SECONDS,
        "socket_connect_timeout": SOCKET_SECONDS,
        "retry": Retry(NoBackoff(), 1),
    }


@cache
def client() -> redis.Redis:
    """The connection pool to Redis, for text."""
    return redis.Redis.from_url(settings.REDIS_URL, decode_responses=True, **options())
