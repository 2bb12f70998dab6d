"""Signs of life that every process gives, for monitoring."""

import threading
import time
from contextlib import suppress
from datetime import timedelta

import redis

from crossdock.redis_state.client import connected

SIGN_EVERY = 10.0
"""Seconds between two signs."""

KEPT = timedelta(minutes=10)
"""So long it is known when a process gave its last one. Its age is what has gone of that time, so
no two clocks are compared."""

_PREFIX = "crossdock:process:"


def give_for_ever(kind: str, process: str) -> None:
    """Have a thread say, as long as this process lives, that it does: its kind, host and number."""
    threading.Thread(target=_repeat, args=(kind, process), name="signs", daemon=True).start()


def give(kind: str, process: str) -> None:
    """Say once that it lives; not while Redis is away."""
    with suppress(redis.RedisError), connected() as client:
        client.set(f"{_PREFIX}{kind}:{process}", 1, ex=KEPT)


def ages() -> dict[tuple[str, str, str], float]:
    """Seconds since each process's last sign, by kind, host and number. Raises RedisError."""
    with connected() as client:
        keys = list(client.scan_iter(f"{_PREFIX}*", count=1000))
        pipeline = client.pipeline(transaction=False)
        for key in keys:
            pipeline.pttl(key)
        left = pipeline.execute()
    found = {}
    for key, milliseconds in zip(keys, left, strict=True):
        kind, host, number = key.removeprefix(_PREFIX).split(":")
        if milliseconds > 0:  # else it has gone in between
            found[kind, host, number] = KEPT.total_seconds() - milliseconds / 1000
    return found


def _repeat(kind: str, process: str) -> None:
    while True:
        give(kind, process)
        time.sleep(SIGN_EVERY)
