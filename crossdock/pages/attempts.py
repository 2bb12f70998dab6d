"""An attempt as the pages show it: its stages, how fast they are, and how long it will take."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crossdock.models.lifecycle import BackgroundTask, Status
from crossdock.models.status import StatusModel
from crossdock.progress import Progress, Stage
from crossdock.texts import Kept, from_json

TELLING_SECONDS = 3
TELLING_SHARE = 0.03
"""Before that, the way so far says nothing about the rest of it."""

RATE_SECONDS = 0.5
"""A stage that took less has no rate worth showing."""


@dataclass(frozen=True)
class StageRow:
    """One stage of an attempt that is under way."""

    stage: Stage
    progress: Progress
    started_at: datetime | None = None

    @property
    def label(self) -> str:
        """The stage's name in the reader's language."""
        return str(self.stage.label)

    @property
    def done(self) -> int:
        """The steps behind it."""
        return self.progress.done.get(self.stage, 0)

    @property
    def total(self) -> int:
        """All its steps, 0 while they are not known."""
        return self.progress.total.get(self.stage, 0)

    @property
    def counts_lines(self) -> bool:
        """Whether its steps are lines; other steps tell nobody anything."""
        return self.stage not in (Stage.WRITING, Stage.SOLVING)

    @property
    def percent(self) -> int:
        """The share of its steps that are done, 0 to 100; 0 while their number is not known."""
        return min(100 * self.done // self.total, 100) if self.total else 0

    @property
    def running_since(self) -> int | None:
        """The unix time at which it began, by the database's clock, unless it has ended."""
        began = self.progress.began.get(self.stage)
        if began is None or self.stage in self.progress.ended or self.started_at is None:
            return None
        return int(self.started_at.timestamp() + began)

    @property
    def elapsed(self) -> timedelta | None:
        """How long it had taken when its worker last told."""
        began = self.progress.began.get(self.stage)
        if began is None:
            return None
        ended = self.progress.ended.get(self.stage, self.progress.at)
        return timedelta(seconds=max(ended - began, 0))

    @property
    def rate(self) -> int | None:
        """Lines in a second, to two digits, so that it holds still."""
        seconds = self.elapsed.total_seconds() if self.elapsed else 0
        if not self.counts_lines or not self.done or seconds < RATE_SECONDS:
            return None
        return int(float(f"{self.done / seconds:.2g}"))


class AttemptRow:
    """An attempt that has ended, out of the task's record."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.number: int = record["number"]
        self.status = Status(record["status"])
        self.error: Kept = from_json(record["error"])
        self.worker: str = record.get("worker", "")
        self.finished_at = datetime.fromisoformat(record["finished_at"])
        started_at = record["started_at"]
        self.started_at = datetime.fromisoformat(started_at) if started_at else None
        self._stages: dict[str, tuple[float, float | None]] = record["stages"]

    @property
    def elapsed(self) -> timedelta | None:
        """How long it was worked on."""
        return self.finished_at - self.started_at if self.started_at else None

    @property
    def stages(self) -> list[tuple[str, timedelta]]:
        """How long each stage took, the one that was broken off too."""
        whole = self.elapsed.total_seconds() if self.elapsed else 0
        return [
            (str(stage.label), timedelta(seconds=max((ended or whole) - began, 0)))
            for stage in Stage
            if stage in self._stages
            for began, ended in [self._stages[stage]]
        ]


def stage_rows(task: StatusModel, progress: Progress) -> list[StageRow]:
    """The bars of an attempt that is under way."""
    return [
        StageRow(stage, progress, task.started_at) for stage in Stage if stage in progress.weights
    ]


def ended_attempts(task: BackgroundTask) -> list[AttemptRow]:
    """The attempts that have ended, unless all there is to tell is one success."""
    rows = [AttemptRow(record) for record in task.attempts]
    return [] if [row.status for row in rows] == [Status.SUCCESS] else rows


def seconds_left(progress: Progress, elapsed: float) -> float | None:
    """How long an attempt will still take, by the way that it went in the seconds so far.

    None as long as that means nothing. What an earlier claim had reached does not count.
    """
    if elapsed < TELLING_SECONDS or progress.share < TELLING_SHARE:
        return None
    return elapsed * (1 - progress.share) / progress.share
