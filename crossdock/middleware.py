import errno
import logging
import threading
from typing import Any

import dramatiq
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from dramatiq.middleware import Shutdown, SkipMessage
from redis import RedisError

from crossdock.errors import UserError
from crossdock.lease import ClaimLost, Lease
from crossdock.lifecycle import BackgroundTask

SURROUNDINGS = (OperationalError, InterfaceError, RedisError)
"""Errors that pass: the attempt is tried again."""

logger = logging.getLogger(__name__)


class _Current(threading.local):
    task: BackgroundTask | None = None
    lease: Lease | None = None


_current = _Current()


def current_task() -> BackgroundTask:
    """The task that this worker thread holds a claim on."""
    assert _current.task is not None, "only inside an actor with a task_model"
    return _current.task


def current_lease() -> Lease:
    """What to ask whether that claim still holds."""
    assert _current.lease is not None, "only inside an actor with a task_model"
    return _current.lease


class LifeCycleMiddleware(dramatiq.Middleware):
    """Marks the start and the end of the tasks behind messages.

    An actor with the option `task_model` takes a task's id and attempt, works on current_task(),
    and returns the results to publish (the keyword arguments of `mark_as_success`).
    """

    @property
    def actor_options(self) -> set[str]:
        """The option that names the model whose tasks an actor works on."""
        return {"task_model"}

    def before_process_message(
        self, broker: dramatiq.Broker, message: dramatiq.MessageProxy
    ) -> None:
        """Claim the attempt. A message for one that is taken, ended or gone is dropped."""
        model = broker.get_actor(message.actor_name).options.get("task_model")
        if model is None:
            return
        task_id, attempt = message.args
        task = model.objects.filter(pk=task_id, attempt=attempt).first()
        if task is None or not task.mark_as_running():
            raise SkipMessage
        _current.task = task
        _current.lease = Lease(task).__enter__()

    def after_process_message(
        self,
        broker: dramatiq.Broker,
        message: dramatiq.MessageProxy,
        *,
        result: Any = None,
        exception: BaseException | None = None,
    ) -> None:
        """End the attempt as the actor ended."""
        task, lease = _current.task, _current.lease
        _current.task = _current.lease = None
        if task is None or lease is None:
            return
        lease.__exit__(None, None, None)
        if exception is None:
            if not task.mark_as_success(**result):
                task.discard(result)
        else:
            _end_badly(task, exception)


def _end_badly(task: BackgroundTask, error: BaseException) -> None:
    if isinstance(error, ClaimLost):
        logger.info("%s is not ours any more", task.pk)
    elif isinstance(error, Shutdown):
        task.hand_back()
    elif isinstance(error, UserError):
        task.mark_as_failed(str(error))
    elif _passes(error) and task.try_later():
        logger.warning("%s is tried again later: %s", task.pk, error)
    else:
        logger.error("%s failed, claim %s", task.pk, task.claim, exc_info=error)
        task.mark_as_failed(
            _("Something went wrong on our side. Try again; if it happens again, tell support: %s")
            % f"{str(task.pk)[:8]}-{task.claim}"
        )


def _passes(error: BaseException) -> bool:
    disk_full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return disk_full or isinstance(error, SURROUNDINGS)
