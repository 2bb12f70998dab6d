"""The progress of running attempts: in Redis, beside the row, never instead of it.

One hash for each claim, written by its worker at most four times a second and expiring by itself.
Without Redis there is no progress to be seen; the work goes on.
"""

from collections.abc import Sequence
from contextlib import suppress

import redis

from crossdock.progress import Fields
from crossdock.redis_state.client import connected

EXPIRY = 3600
"""Seconds after the last sign of life until the progress is forgotten."""


def write(key: str, fields: Fields) -> bool:
    """Publish a claim's progress; returns whether somebody wishes to cancel the work."""
    items = [item for pair in fields.items() for item in pair]
    try:
        with connected() as client, client.pipeline(transaction=False) as pipe:
            pipe.hset(key, items=items)
            pipe.expire(key, EXPIRY)
            pipe.hexists(key, "cancel")
            return bool(pipe.execute()[2])
    except redis.RedisError:
        return False


def wish_to_cancel(key: str) -> None:
    """Let the worker of a task that was just cancelled know at once.

    Without Redis it finds out a second later, from the row.
    """
    with (
        suppress(redis.RedisError),
        connected() as client,
        client.pipeline(transaction=False) as pipe,
    ):
        pipe.hset(key, "cancel", 1)
        pipe.expire(key, EXPIRY)
        pipe.execute()


def read(keys: Sequence[str]) -> list[dict[str, str]]:
    """The fields that were last written under each key, in one round trip; empty if unknown."""
    if not keys:
        return []
    try:
        with connected() as client, client.pipeline(transaction=False) as pipe:
            for key in keys:
                pipe.hgetall(key)
            return pipe.execute()
    except redis.RedisError:
        return [{} for _key in keys]
