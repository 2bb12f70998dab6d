"""How far a running attempt is: in Redis, beside the row, never instead of it.

A hash for each claim, written by its worker at most four times a second and expiring by itself.
Without Redis there is just no progress to be seen; the work goes on.
"""

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from uuid import UUID

import redis
from django.db import models
from django.utils.translation import gettext_lazy as _

from crossdock.redis_client import client

if TYPE_CHECKING:
    from crossdock.lifecycle import BackgroundTask

Fields = dict[str, str | int | float]

EXPIRY = 3600
"""Seconds after the last sign of life until the progress is forgotten."""


class Stage(models.TextChoices):
    """A named part of an attempt that has its own progress."""

    QUEUED = "queued", _("Queued")
    READING = "reading", _("Reading")
    MATCHING = "matching", _("Looking up")
    WRITING = "writing", _("Writing")


WEIGHTS = {Stage.READING: 20, Stage.MATCHING: 50, Stage.WRITING: 30}
"""Percent of the whole that a stage costs, measured with 100,000 lines."""


@dataclass
class Progress:
    """How far one attempt is.

    `done` and `total` count a stage's steps, mostly lines; `began` and `ended` are unix times.
    `floor` is the percentage that an earlier claim of the same attempt had reached, `weights` what
    the stages of this kind of task cost.
    """

    stage: Stage = Stage.QUEUED
    done: dict[Stage, int] = field(default_factory=dict)
    total: dict[Stage, int] = field(default_factory=dict)
    began: dict[Stage, float] = field(default_factory=dict)
    ended: dict[Stage, float] = field(default_factory=dict)
    floor: int = 0
    weights: Mapping[Stage, int] = field(default_factory=lambda: WEIGHTS, compare=False, repr=False)

    @property
    def share(self) -> float:
        """The part of the whole that this claim has behind it, 0 to 1."""
        return sum(
            weight / 100 * min(self.done.get(stage, 0) / total, 1)
            for stage, weight in self.weights.items()
            if (total := self.total.get(stage, 0))
        )

    @property
    def percent(self) -> int:
        """The whole way, 0 to 99: only the row itself says that a task has arrived."""
        return min(max(int(100 * self.share + 1e-9), self.floor), 99)

    def enter(self, stage: Stage) -> None:
        """Name the stage that the user is now waiting for."""
        self.stage = stage
        self.began.setdefault(stage, time.time())

    def report(self, stage: Stage, done: int, total: int) -> None:
        """Note how far a stage is."""
        self.began.setdefault(stage, time.time())
        self.done[stage], self.total[stage] = done, total
        if done == total:
            self.ended.setdefault(stage, time.time())

    def stage_times(self) -> dict[str, tuple[float, float | None]]:
        """When each stage began and ended, for the record."""
        return {stage: (began, self.ended.get(stage)) for stage, began in self.began.items()}

    def fields(self) -> Fields:
        """A flat form of it, for a hash in Redis."""
        counts = {
            f"{stage}_{name}": value
            for name in ("done", "total", "began", "ended")
            for stage, value in getattr(self, name).items()
        }
        return {"stage": self.stage, "floor": self.floor, **counts}

    @classmethod
    def parse(cls, fields: dict[str, str], weights: Mapping[Stage, int] = WEIGHTS) -> Self:
        """The opposite of `fields`; what is missing is at its beginning."""

        def values(name: str) -> dict[Stage, float]:
            keys = {stage: f"{stage}_{name}" for stage in Stage}
            return {stage: float(fields[key]) for stage, key in keys.items() if key in fields}

        return cls(
            Stage(fields.get("stage", Stage.QUEUED)),
            {stage: int(value) for stage, value in values("done").items()},
            {stage: int(value) for stage, value in values("total").items()},
            values("began"),
            values("ended"),
            int(fields.get("floor", 0)),
            weights,
        )


def write(task: "BackgroundTask", fields: Fields) -> bool:
    """Publish the progress of the held claim; returns whether somebody wishes to cancel it."""
    key = _key(task, task.claim)
    items = [item for pair in fields.items() for item in pair]
    try:
        with client().pipeline(transaction=False) as pipe:
            pipe.hset(key, items=items)
            pipe.expire(key, EXPIRY)
            pipe.hexists(key, "cancel")
            wished = bool(pipe.execute()[2])
    except redis.RedisError:
        return False  # it only decorates the row
    return wished


def wish_to_cancel(task: "BackgroundTask") -> None:
    """Let the worker of a task that was just cancelled know at once."""
    with suppress(redis.RedisError):  # without it the worker finds out a second later
        client().hset(_key(task, task.claim), "cancel", 1)


def of_claim(task: "BackgroundTask", claim: int) -> Progress:
    """How far a claim of a task has got; at its beginning where nothing is known."""
    try:
        found: dict[str, str] = client().hgetall(_key(task, claim))  # type: ignore[assignment]
        return Progress.parse(found, task.stage_weights)
    except redis.RedisError:
        return Progress(weights=task.stage_weights)


def read(tasks: Iterable["BackgroundTask"]) -> dict[UUID, Progress]:
    """How far each running task is, by its id, in one round trip."""
    running = [task for task in tasks if task.is_running]
    if not running:
        return {}
    try:
        with client().pipeline(transaction=False) as pipe:
            for task in running:
                pipe.hgetall(_key(task, task.claim))
            hashes: list[dict[str, str]] = pipe.execute()
    except redis.RedisError:
        hashes = [{} for _task in running]
    return {
        task.pk: Progress.parse(found, task.stage_weights)
        for task, found in zip(running, hashes, strict=True)
    }


def _key(task: "BackgroundTask", claim: int) -> str:
    return f"progress:{task.pk}:{claim}"
