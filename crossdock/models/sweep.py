"""Bringing back what dead workers and lost messages left behind."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from dramatiq.errors import BrokerConnectionError
from redis import RedisError

from crossdock.models.lifecycle import BackgroundTask, Status

MAX_ROWS = 500
"""Rows of one model that one sweep looks at in either step; the rest is the next one's."""

BROKER_AWAY = (RedisError, BrokerConnectionError)

logger = logging.getLogger(__name__)


def sweep(*models: type[BackgroundTask]) -> None:
    """Take back what lost workers held, then announce what waits, the longest due first.

    Safe to run many at once. Raises what the broker raises (BROKER_AWAY) when all is done that
    needs no broker. A row that fails otherwise is logged, one that somebody has locked is left to
    the next sweep; neither stops the others.
    """
    for model in models:
        _apply(_take_back, _silent(model))
    for model in models:
        _apply(_announce, _due(model))


def _silent(model: type[BackgroundTask]) -> QuerySet[Any]:
    rows = model._default_manager.filter(model.silent())
    return rows.order_by("lease_until")


def _due(model: type[BackgroundTask]) -> QuerySet[Any]:
    due = Q(next_dispatch_at__isnull=True) | Q(next_dispatch_at__lt=Now())
    rows = model._default_manager.filter(due, status=Status.PENDING)
    return rows.order_by(F("next_dispatch_at").asc(nulls_first=True), "created_at")


def _apply(action: Callable[[BackgroundTask], None], rows: QuerySet[Any]) -> None:
    for pk in rows.values_list("pk", flat=True)[:MAX_ROWS]:
        try:
            with transaction.atomic():
                for task in rows.select_for_update(skip_locked=True).filter(pk=pk):
                    action(task)
        except BROKER_AWAY:
            raise
        except Exception:
            logger.exception("cannot sweep %s", pk)


def _take_back(task: BackgroundTask) -> None:
    if task.take_back():
        logger.info("took %s back from a lost worker: now %s", task.pk, task.status)


def _announce(task: BackgroundTask) -> None:
    task.announce()
    logger.info("announced %s again", task.pk)
