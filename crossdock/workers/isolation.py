"""Which work shares its process with other work."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Isolation:
    """Many work side by side, or one works alone.

    A file that kills its worker takes along whatever shares the process. So a task that has lost
    all workers but one gets the process for itself, once what is under way has ended: the others
    lose nothing by it if it is what kills, and it loses nothing by them.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._working = 0
        self._alone = 0
        """Those who work alone, and those who wait for that."""

    @contextmanager
    def place(self, *, alone: bool) -> Iterator[None]:
        """A place to work in; waits until there is one."""
        with self._changed:
            if alone:
                self._alone += 1
                self._changed.wait_for(lambda: self._working == 0)
            else:
                self._changed.wait_for(lambda: self._alone == 0)
            self._working += 1
        try:
            yield
        finally:
            with self._changed:
                self._working -= 1
                self._alone -= alone
                self._changed.notify_all()
