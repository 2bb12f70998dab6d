import logging
import threading
import time
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection

from crossdock.lifecycle import LEASE_RENEWAL, BackgroundTask

CHECK_EVERY = 1.0
"""Seconds between two looks at whether the claim still holds: a cancelled task's work stops."""

logger = logging.getLogger(__name__)


class ClaimLost(Exception):
    """The task was cancelled, or is another worker's by now: the work is to stop at once."""


class Lease:
    """Keeps a worker's claim alive, on a thread and a database connection of its own."""

    def __init__(self, task: BackgroundTask) -> None:
        self._task = task
        self._lost = threading.Event()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"lease of {task.pk}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join(timeout=LEASE_RENEWAL.total_seconds())

    def check(self) -> None:
        """Raise ClaimLost if the work is to stop."""
        if self._lost.is_set():
            raise ClaimLost(self._task.pk)

    def _keep(self) -> None:
        renew_at = time.monotonic() + LEASE_RENEWAL.total_seconds()
        try:
            while not self._done.wait(CHECK_EVERY):
                due = time.monotonic() >= renew_at
                if due:
                    renew_at += LEASE_RENEWAL.total_seconds()
                if not self._holds(renew=due):
                    self._lost.set()
                    return
        finally:
            connection.close()

    def _holds(self, *, renew: bool) -> bool:
        try:
            return self._task.renew_lease() if renew else self._task.is_held()
        except DatabaseError:
            logger.warning("could not look at the lease of %s", self._task.pk, exc_info=True)
            connection.close()
            return True  # the fence decides in the end; a database that restarts stops nobody
