import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Generic, TypeVar

from django.db import DatabaseError, connection

from crossdock.models.lifecycle import LEASE_RENEWAL, BackgroundTask
from crossdock.progress import Fields, Progress, Stage
from crossdock.redis_state import changes, progress

HEARTBEAT = 0.25
"""Seconds between two beats: progress goes out and a wish to cancel comes in."""

CLAIM_CHECK_PERIOD = 1.0
"""Seconds between two looks at the row, which alone says whether the claim still holds."""

SHUTDOWN_GRACE = 8.0
"""Seconds that work may go on when its process is told to end; then it is handed back."""

Task = TypeVar("Task", bound=BackgroundTask)

logger = logging.getLogger(__name__)


class Stop(Enum):
    """Why work is to stop."""

    CLAIM_LOST = "the task was cancelled, or is another worker's by now"
    SHUTDOWN = "the worker is shutting down"
    UNWATCHED = "the thread that keeps the claim has failed"


class Stopped(Exception):
    """The work is to stop at once; `reason` says why."""

    def __init__(self, reason: Stop) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Shutdown:
    """Since when this process has been told to end."""

    def __init__(self) -> None:
        self._since: float | None = None

    def begin(self) -> None:
        """Note that it has been told."""
        self._since = time.monotonic()

    @property
    def is_due(self) -> bool:
        """Whether work that is still going on has to be handed back."""
        return self._since is not None and time.monotonic() - self._since >= SHUTDOWN_GRACE


shutdown = Shutdown()


class Hold(Generic[Task]):
    """A worker's hold on an attempt, and the pipeline's reporter.

    A thread with a database connection of its own renews the lease, publishes the progress, and
    stops the work, in the middle of a stage too, when the claim is lost or the process has to end.
    """

    def __init__(self, task: Task) -> None:
        self.task = task
        self.progress = Progress(weights=task.stage_weights)
        if task.claim > 1:  # also after one that was handed back and does not count as lost
            self.progress.floor = task.progress_of_claim(task.claim - 1).percent
        self._published: Fields = {}
        self._reason: Stop | None = None
        self._stop_work: Callable[[], None] = _nothing
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"hold {task.pk}", daemon=True)
        self._thread.start()

    def release(self) -> None:
        """End the thread; the lease lives on until the row says otherwise."""
        self._done.set()
        self._thread.join(timeout=LEASE_RENEWAL.total_seconds())

    def enter(self, stage: Stage) -> None:
        """Name the stage that the user is now waiting for. Raises Stopped."""
        self.check()
        self.progress.enter(stage)

    def report(self, stage: Stage, done: int, total: int) -> None:
        """Note how far a stage is. Raises Stopped."""
        self.check()
        self.progress.report(stage, done, total)

    def confirm(self) -> None:
        """Ask the row, before the work's first step. Raises Stopped if the claim is lost.

        Between the claim and that step a worker may have stood still for longer than its lease.
        Only for the work's own thread, whose database connection it uses.
        """
        if not self._ask(self.task.is_held):
            self._stop(Stop.CLAIM_LOST)
        self.check()

    def check(self) -> None:
        """Raise Stopped if the work is to stop."""
        if self._reason is not None:
            raise Stopped(self._reason)

    @contextmanager
    def stoppable(self, stop: Callable[[], None]) -> Iterator[None]:
        """Have `stop` called, from another thread, when the work in the block is to stop.

        Whatever the work raises of that becomes Stopped.
        """
        with self._lock:
            self._stop_work = stop
        try:
            self.check()
            yield
            self.check()
        except Exception:
            self.check()
            raise
        finally:
            with self._lock:
                self._stop_work = _nothing

    def _keep(self) -> None:
        try:
            self._keep_until_done()
        except Exception:
            logger.exception("cannot keep the claim on %s", self.task.pk)
            self._stop(Stop.UNWATCHED)  # or two workers would do it when the lease ends
        finally:
            connection.close()

    def _keep_until_done(self) -> None:
        renew_at = look_at = 0.0
        # Until the task is marked: work that is told to stop is not lost while it takes its time.
        while not self._done.wait(HEARTBEAT) and self._reason is not Stop.CLAIM_LOST:
            wished = self._publish()
            now = time.monotonic()
            if now >= renew_at:
                renew_at = now + LEASE_RENEWAL.total_seconds()
                is_held = self._ask(self.task.renew_lease)
            elif wished or now >= look_at:
                look_at = now + CLAIM_CHECK_PERIOD
                is_held = self._ask(self.task.is_held)
            else:
                is_held = True
            if not is_held:
                self._stop(Stop.CLAIM_LOST)
            elif shutdown.is_due and self._reason is None:
                self._stop(Stop.SHUTDOWN)

    def _publish(self) -> bool:
        fields = self.progress.fields()
        wished = progress.write(self.task.progress_key, fields | {"at": self.progress.now()})
        if fields != self._published:
            self._published = fields
            changes.progress_moved()
        return wished

    def _ask(self, question: Callable[[], bool]) -> bool:
        try:
            return question()
        except DatabaseError:
            logger.warning("cannot look at the claim on %s", self.task.pk, exc_info=True)
            connection.close()
            return True  # a database that restarts stops nobody; in the end the fence decides

    def _stop(self, reason: Stop) -> None:
        with self._lock:
            self._reason = reason
            try:
                self._stop_work()
            except Exception:
                logger.exception("cannot stop the work on %s", self.task.pk)


def _nothing() -> None:
    """Nothing is going on that would have to be stopped."""
