"""The memory of a process with all that it starts."""

import re
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

EVERY = 0.02
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


class MemoryWatch:
    """Watches a process and its descendants while the `with` block lasts.

    `peak`: bytes of all of them together. Each counts with its own peak while it lives, as the
    kernel keeps it, so that no short one between two looks is missed; what they share counts twice.
    """

    def __init__(self, *pids: int) -> None:
        self.peak = 0
        self._pids = pids
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        for pid in self._all():
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
            self.peak = max(self.peak, sum(map(_peak_of, self._all())))
            if self._done.wait(EVERY):
                return

    def _all(self) -> list[int]:
        found = list(self._pids)
        for pid in self._pids:
            with suppress(psutil.Error):
                found += [child.pid for child in psutil.Process(pid).children(recursive=True)]
        return found


def _peak_of(pid: int) -> int:
    with suppress(OSError):
        if found := PEAK.search(Path(f"/proc/{pid}/status").read_text()):
            return int(found[1]) * 1024
    return 0
