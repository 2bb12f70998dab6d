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
from crossdock.workers.keeper import keeper

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

    The process's keeper, a thread with a database connection of its own, has it renew the lease,
    publish the progress, and stop the work, in the middle of a stage too, when the claim is lost or
    the process has to end.
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
        self._beating = threading.Lock()
        self._is_released = False
        self._renew_at = self._look_at = 0.0
        self.lifeline = task.lifeline
        keeper.keep(self)

    @property
    def is_over(self) -> bool:
        """Whether nothing keeps the claim any more.

        Work that is told to stop is not lost while it takes its time: until the task is marked.
        """
        return self._is_released or self._reason in (Stop.CLAIM_LOST, Stop.UNWATCHED)

    def release(self) -> None:
        """Keep the claim no more; the lease lives on until the row says otherwise."""
        self._is_released = True
        if self._beating.acquire(timeout=LEASE_RENEWAL.total_seconds()):  # nothing comes after this
            self._beating.release()

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

    def beat(self) -> None:
        """What the keeper does again and again."""
        with self._beating:
            try:
                if not self.is_over:
                    self._beat()
            except Exception:
                logger.exception("cannot keep the claim on %s", self.task.pk)
                self.give_up()  # or two workers would do it when the lease ends

    def give_up(self) -> None:
        """Stop the work, because nothing keeps the claim any more."""
        self._stop(Stop.UNWATCHED)

    def _beat(self) -> None:
        wished = self._publish()
        now = time.monotonic()
        is_held = True
        if now >= self._renew_at:
            self._renew_at = now + LEASE_RENEWAL.total_seconds()
            is_held = self._ask(self.task.renew_lease)
        elif wished or now >= self._look_at:
            self._look_at = now + CLAIM_CHECK_PERIOD
            is_held = self._ask(self.task.is_held)
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
            connection.close_if_unusable_or_obsolete()  # other claims may be held by it
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
