"""Child processes that do what may go wrong: they end with their parent, and only as it says."""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
"""What they are given to find our modules, and nothing of what their parent knows."""

PR_SET_PDEATHSIG = 1
PARENT_CHECK_SECONDS = 0.5


def end_with(parent: int) -> None:
    """End this process when the one with this id ends, however that happens.

    Linux does it, also while a library holds the interpreter; elsewhere a thread looks.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_look_after, args=[parent], daemon=True).start()
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)


def _look_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_SECONDS)
    os._exit(1)


@contextmanager
def sigterm_blocked() -> Iterator[None]:
    """A process started in the block never hears SIGTERM: it ends when its parent says or ends.

    Where all processes are told to end at once, its end would pass for a fault of its own.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
