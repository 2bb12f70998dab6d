"""Waiting for what other threads and processes bring about."""

import time
from collections.abc import Callable

PATIENCE = 20


def wait_until(condition: Callable[[], object]) -> None:
    """Returns when the condition holds; a test fails whose condition never does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)
