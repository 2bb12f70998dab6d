"""How far a running attempt is, and how work tells of it."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

Fields = dict[str, str | int | float]


class Stage(models.TextChoices):
    """A named part of an attempt that has its own progress."""

    QUEUED = "queued", _("Queued")
    READING = "reading", _("Reading")
    MATCHING = "matching", _("Looking up")
    LOADING = "loading", _("Loading offers")
    SOLVING = "solving", _("Calculating")
    WRITING = "writing", _("Writing")


WEIGHTS = {Stage.READING: 20, Stage.MATCHING: 50, Stage.WRITING: 30}
"""Percent of the whole that a stage costs, measured with 100,000 lines."""


@dataclass
class Progress:
    """How far one attempt is.

    `done` and `total` count a stage's steps, mostly lines. `began`, `ended` and `at`, the moment of
    which all this is told, are seconds since the claim, by the clock of the worker alone: no two
    hosts' clocks are compared.
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
    at: float = field(default=0, compare=False)
    _claimed: float = field(default_factory=time.monotonic, compare=False, repr=False)

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

    def now(self) -> float:
        """Seconds since the claim, for whoever made this object with it."""
        return time.monotonic() - self._claimed

    def enter(self, stage: Stage) -> None:
        """Name the stage that the user is now waiting for."""
        self.stage = stage
        self.began.setdefault(stage, self.now())

    def report(self, stage: Stage, done: int, total: int) -> None:
        """Note how far a stage is."""
        self.began.setdefault(stage, self.now())
        self.done[stage], self.total[stage] = done, total
        if done == total:
            self.ended.setdefault(stage, self.now())

    def stage_times(self) -> dict[str, tuple[float, float | None]]:
        """When each stage began and ended, for the record."""
        return {stage: (began, self.ended.get(stage)) for stage, began in self.began.copy().items()}

    def fields(self) -> Fields:
        """A flat form of it, for a hash in Redis; other threads may go on reporting meanwhile."""
        counts = {
            f"{stage}_{name}": value
            for name in ("done", "total", "began", "ended")
            for stage, value in getattr(self, name).copy().items()
        }
        return {"stage": self.stage, "floor": self.floor, **counts}

    @classmethod
    def parse(cls, fields: Mapping[str, str], weights: Mapping[Stage, int] = WEIGHTS) -> Self:
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
            float(fields.get("at", 0)),
        )


class Reporter(Protocol):
    """Where the pipeline says how far it is, and hears that it has to stop.

    Any of these may raise in order to stop the work.
    """

    def enter(self, stage: Stage) -> None:
        """Name the stage that the user is now waiting for."""

    def report(self, stage: Stage, done: int, total: int) -> None:
        """Say how many steps a stage has behind it, and of how many."""

    def stoppable(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        """While the block lasts, `stop` is called from another thread if the work is to stop."""


class Silent:
    """A reporter for work that nobody watches and nothing but an error stops."""

    def enter(self, stage: Stage) -> None:
        """Nobody is told."""

    def report(self, stage: Stage, done: int, total: int) -> None:
        """Nobody is told."""

    def stoppable(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        """Nobody calls `stop`."""
        return nullcontext()
