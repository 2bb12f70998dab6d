"""Waiting for conditions, with a deadline; what a service that is away cannot answer is not yet."""

import time
from collections.abc import Callable
from typing import TypeVar

import redis
from django.db import InterfaceError, OperationalError, connection

T = TypeVar("T")
AWAY = (OperationalError, InterfaceError, redis.RedisError)


def wait_for(condition: Callable[[], T], what: str, seconds: float = 60, every: float = 0.02) -> T:
    """The first answer of `condition` that is true. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if answer := condition():
                return answer
        except AWAY:
            connection.close()
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(every)


def insist(action: Callable[[], T], seconds: float = 60) -> T:
    """Do it, again and again while the services are away."""
    return wait_for(lambda: (action(),), "the services answer", seconds)[0]
