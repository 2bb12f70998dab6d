import errno
import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import dramatiq
from django.db import InterfaceError, OperationalError, connection
from dramatiq.middleware import SkipMessage
from redis import RedisError
from structlog.contextvars import bind_contextvars, clear_contextvars

from crossdock.errors import UserError
from crossdock.models.lifecycle import BackgroundTask
from crossdock.storage.users_files import StorageAway
from crossdock.texts import Text as _
from crossdock.workers import process
from crossdock.workers.hold import Hold, Stop, Stopped, shutdown
from crossdock.workers.isolation import Isolation

DATABASE_AWAY = (OperationalError, InterfaceError)
PASSING = (*DATABASE_AWAY, RedisError, StorageAway, Stopped)
"""Errors of the surroundings, which pass: the attempt is tried again, but not for ever."""

MARK_PAUSES = (0.1, 0.5, 1, 2, 4)
"""Seconds between the tries to mark an end while the database restarts."""

NICENESS = 10

Task = TypeVar("Task", bound=BackgroundTask)

logger = logging.getLogger(__name__)


class HandBack:
    """What an actor returns whose worker is the wrong one: the task goes back, changed.

    `columns` are the model's that say which worker is the right one.
    """

    def __init__(self, **columns: object) -> None:
        self.columns = columns


class Published:
    """What an actor returns that has marked its success itself, in the transaction of its work."""


PUBLISHED = Published()
Result = dict[str, Any] | HandBack | Published
"""What an actor returns: the columns of its model that publish what it has made, or as above."""


class _Current(threading.local):
    hold: Hold[Any] | None = None
    place: ExitStack


_current = _Current()

EXPECTED = (UserError, Stopped)
"""What an actor may raise without a traceback in the log."""


def current_hold(model: type[Task]) -> Hold[Task]:
    """This worker thread's hold on the task that it is to work on, which it still has.

    Raises Stopped if the claim has been lost since it was made.
    """
    hold = _current.hold
    assert hold is not None, "only inside an actor with a task_model"
    assert isinstance(hold.task, model)
    hold.confirm()
    return hold


class LifeCycleMiddleware(dramatiq.Middleware):
    """Marks the start and the end of the tasks behind messages.

    An actor with the option `task_model` takes a task's id and attempt, works on
    `current_hold(model).task`, and returns a `Result`.
    """

    def __init__(self) -> None:
        self._isolation = Isolation()

    @property
    def actor_options(self) -> set[str]:
        """The model whose tasks an actor works on; what it may raise without fuss in the log."""
        return {"task_model", "throws"}

    def after_process_boot(self, broker: dramatiq.Broker) -> None:
        """Have the garbage collector out of the work's way, and the work out of the pages'."""
        process.tune_garbage_collector()
        process.end_once()
        _let_pages_go_first()
        process.say_started("worker")

    def before_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """Have work that takes too long handed back."""
        shutdown.begin()

    def before_process_message(
        self, broker: dramatiq.Broker, message: dramatiq.MessageProxy
    ) -> None:
        """Claim the attempt, or what else its message allows; else the message is dropped."""
        model = broker.get_actor(message.actor_name).options.get("task_model")
        if model is None:
            return
        try:
            for task in model.claimable(message.actor_name, *message.args):
                if self._claim(task):
                    return
        except DATABASE_AWAY as error:  # Dramatiq would run the actor all the same
            connection.close()
            raise SkipMessage from error  # the sweep announces it again
        raise SkipMessage

    def _claim(self, task: BackgroundTask) -> bool:
        with ExitStack() as place:
            place.enter_context(self._isolation.place(alone=task.is_at_stake))
            if not task.mark_as_running():
                return False
            _current.hold, _current.place = Hold(task), place.pop_all()
            bind_contextvars(task=str(task.pk), attempt=task.attempt, claim=task.claim)
        return True

    def after_process_message(
        self,
        broker: dramatiq.Broker,
        message: dramatiq.MessageProxy,
        *,
        result: object = None,
        exception: BaseException | None = None,
    ) -> None:
        """End the attempt as the actor ended."""
        hold, _current.hold = _current.hold, None
        if hold is None:
            return
        try:
            if exception is None:
                _end_well(hold, cast(Result, result))
            else:
                _end_badly(hold, exception)
        finally:
            hold.release()
            _current.place.close()
            clear_contextvars()


def _let_pages_go_first() -> None:
    """Give the web server the processor whenever it wants it: it wants little, and people wait.

    Where Linux shares the processors among sessions, only their own niceness counts.
    """
    os.nice(NICENESS)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICENESS))


def _end_well(hold: Hold[Any], result: Result) -> None:
    task, stages = hold.task, hold.progress.stage_times()
    if isinstance(result, HandBack):
        task.discard()
        retry_while_database_restarts(lambda: task.hand_back(**result.columns))
    elif isinstance(result, dict):
        marked = retry_while_database_restarts(lambda: task.mark_as_success(stages, **result))
        if not marked and not retry_while_database_restarts(task.has_succeeded):
            logger.info("%s is not ours any more: its result is dropped", task.pk)
            task.discard()


def _end_badly(hold: Hold[Any], error: BaseException) -> None:
    task, stages = hold.task, hold.progress.stage_times()
    task.discard()
    if isinstance(error, Stopped) and error.reason is Stop.CLAIM_LOST:
        logger.info("%s: %s", task.pk, error)
    elif isinstance(error, Stopped) and error.reason is Stop.SHUTDOWN:
        logger.info("%s is handed back: %s", task.pk, error)
        retry_while_database_restarts(task.hand_back)
    elif isinstance(error, UserError):
        text = error.text
        retry_while_database_restarts(lambda: task.mark_as_failed(text, stages))
    elif _passes(error) and retry_while_database_restarts(task.try_later):
        logger.warning("%s is tried again later: %r", task.pk, error)
    else:
        reference = f"{str(task.pk)[:8]}-{task.claim}"
        logger.error("%s failed (%s)", task.pk, reference, exc_info=error)
        message = _(
            "Something went wrong on our side. Try again; if it happens again, tell support: %s"
        )
        retry_while_database_restarts(lambda: task.mark_as_failed(message % reference, stages))


def _passes(error: BaseException) -> bool:
    disk_full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return disk_full or isinstance(error, PASSING)


def retry_while_database_restarts(mark: Callable[[], bool]) -> bool:
    """Make a mark, also while the database restarts; whether it took. Raises after some tries."""
    for pause in MARK_PAUSES:
        try:
            return mark()
        except DATABASE_AWAY:
            connection.close()
            time.sleep(pause)
    return mark()
