"""What processes set up for themselves: Python's garbage collector, and how they hear their end."""

import gc
import signal
import threading
from collections.abc import Callable
from types import FrameType

Handler = Callable[[int, FrameType | None], object]

OBJECTS_PER_ROUND = 100_000
"""So many new objects bring the collector out; with Python's own 700, each hundred rows do."""


def tune_garbage_collector() -> None:
    """Spare this process the collector's rounds: what is loaded stays, and rows hold no cycles.

    That is a third of the processor time that a long request file takes, an eighth of a price list,
    and in the web server a tenth of a second now and then, in which nobody gets an answer.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_PER_ROUND)


def end_once() -> None:
    """Make any SIGTERM after the first mean nothing to this process.

    At its second, a worker of Dramatiq's drops what it is doing. It hears two where all processes
    are told at once, as systemd does it: one from there, and one from its parent.
    """
    if threading.current_thread() is not threading.main_thread():
        return  # only a worker's own process is ended so
    told = signal.getsignal(signal.SIGTERM)
    if not callable(told):
        return

    def hear(number: int, frame: FrameType | None, told: Handler = told) -> None:
        signal.signal(number, signal.SIG_IGN)
        told(number, frame)

    signal.signal(signal.SIGTERM, hear)
