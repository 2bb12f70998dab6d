"""The memory of a worker with the processes that it starts."""

import re
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

EVERY = 0.02
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
OUR_CHILDREN = b"-m\0crossdock."
"""In their command lines; a child without it has been forked this instant and is still a copy."""


class MemoryWatch:
    """Watches processes and what they start while the `with` block lasts.

    `peak`: bytes of all of them together. Each counts with its own peak for as long as it lives,
    as the kernel keeps it, so that nothing between two looks is missed; what they share counts
    for each. So it is rather too much than too little.
    """

    def __init__(self, pids: Iterable[int]) -> None:
        self.peak = 0
        self._pids = list(pids)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        for pid in self._pids:
            with suppress(OSError):
                Path(f"/proc/{pid}/clear_refs").write_text("5")  # its peak begins anew
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            pids = {*self._pids, *self._children()}
            self.peak = max(self.peak, sum(map(_peak_of, pids)))
            if self._done.wait(EVERY):
                return

    def _children(self) -> Iterable[int]:
        for pid in self._pids:
            with suppress(psutil.Error):
                for child in psutil.Process(pid).children():
                    with suppress(OSError):
                        if OUR_CHILDREN in Path(f"/proc/{child.pid}/cmdline").read_bytes():
                            yield child.pid


def _peak_of(pid: int) -> int:
    with suppress(OSError):
        if found := PEAK.search(Path(f"/proc/{pid}/status").read_text()):
            return int(found[1]) * 1024
    return 0
