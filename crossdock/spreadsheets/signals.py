"""Signals that processes started from here never hear."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def sigterm_blocked() -> Iterator[None]:
    """A process started in the block never hears SIGTERM: it ends when its parent says or ends.

    Where all processes are told to end at once, its end would pass for a damaged file.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
