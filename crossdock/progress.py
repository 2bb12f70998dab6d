"""How far a running attempt is: in Redis, beside the row, never instead of it.

A hash for each claim, written by its worker at most four times a second and expiring by itself.
Without Redis there is just no progress to be seen; the work goes on.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol
from uuid import UUID

import redis
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crossdock.lifecycle import BackgroundTask, Status

WRITE_EVERY = 0.25
"""Seconds between two writes of an attempt's progress."""

EXPIRY = 3600
"""Seconds after the last sign of life until the progress is forgotten."""


class Stage(models.TextChoices):
    """A named part of an attempt that has its own progress."""

    QUEUED = "queued", _("Queued")
    READING = "reading", _("Reading")
    MATCHING = "matching", _("Looking up")
    WRITING = "writing", _("Writing")


WEIGHTS = {Stage.READING: 15, Stage.MATCHING: 45, Stage.WRITING: 40}
"""Percent of the whole that a stage costs, measured with 100,000 lines."""


class Reporter(Protocol):
    """Where the pipeline says how far it is."""

    def enter(self, stage: Stage) -> None:
        """Name the stage that the user is now waiting for."""

    def report(self, stage: Stage, done: int, total: int) -> None:
        """Say how many lines a stage has behind it. Raises to stop the work."""


@dataclass(frozen=True)
class Progress:
    """How far one attempt is."""

    stage: Stage = Stage.QUEUED
    done: dict[Stage, int] = field(default_factory=dict)
    total: dict[Stage, int] = field(default_factory=dict)

    @property
    def percent(self) -> int:
        """The whole way, 0 to 99: only the row itself says that a task has arrived."""
        share = sum(
            weight * min(self.done.get(stage, 0) / total, 1)
            for stage, weight in WEIGHTS.items()
            if (total := self.total.get(stage, 0))
        )
        return min(int(share), 99)


class RedisReporter:
    """Keeps the progress of one claim in Redis; `check` raises to stop the work."""

    def __init__(self, task: BackgroundTask, check: Callable[[], None]) -> None:
        self._key = _key(task)
        self._check = check
        self._fields: dict[str, str | int] = {"stage": Stage.READING}
        self._written_at = 0.0

    def enter(self, stage: Stage) -> None:
        """Name the stage that the user is now waiting for."""
        self._check()
        self._fields["stage"] = stage
        self._write()

    def report(self, stage: Stage, done: int, total: int) -> None:
        """Note how far a stage is; written at most four times a second."""
        self._check()
        self._fields |= {f"{stage}_done": done, f"{stage}_total": total}
        if time.monotonic() - self._written_at >= WRITE_EVERY:
            self._write()

    def _write(self) -> None:
        self._written_at = time.monotonic()
        try:
            with client().pipeline(transaction=False) as pipe:
                pipe.hset(self._key, items=[item for pair in self._fields.items() for item in pair])
                pipe.expire(self._key, EXPIRY)
                pipe.execute()
        except redis.RedisError:
            pass  # it only decorates the row


def read(tasks: Iterable[BackgroundTask]) -> dict[UUID, Progress]:
    """How far each running task is, by its id, in one round trip."""
    running = [task for task in tasks if task.status == Status.RUNNING]
    if not running:
        return {}
    try:
        with client().pipeline(transaction=False) as pipe:
            for task in running:
                pipe.hgetall(_key(task))
            hashes: list[dict[str, str]] = pipe.execute()
    except redis.RedisError:
        hashes = [{} for _task in running]
    return {task.pk: _parse(fields) for task, fields in zip(running, hashes, strict=True)}


@cache
def client() -> redis.Redis:
    """The connection pool to Redis; short time-outs, because a page waits for it."""
    options: dict[str, Any] = {"socket_timeout": 2, "socket_connect_timeout": 1}
    return redis.Redis.from_url(settings.REDIS_URL, decode_responses=True, **options)


def _key(task: BackgroundTask) -> str:
    return f"progress:{task.pk}:{task.claim}"


def _parse(fields: dict[str, str]) -> Progress:
    def counts(suffix: str) -> dict[Stage, int]:
        return {
            stage: int(fields[name]) for stage in Stage if (name := f"{stage}_{suffix}") in fields
        }

    stage = Stage(fields.get("stage", Stage.QUEUED))
    return Progress(stage, counts("done"), counts("total"))
