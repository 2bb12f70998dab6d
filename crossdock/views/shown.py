"""Tasks as the pages show them: the row, how far it is, and what its reader may do with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2s

from django.contrib.auth.models import User
from django.utils import timezone

from crossdock import progress
from crossdock.lifecycle import Status
from crossdock.models import CrossDockTask
from crossdock.pipeline.outcomes import Outcome
from crossdock.progress import Progress, Stage
from crossdock.views.access import may_change


@dataclass(frozen=True)
class ShownStage:
    """One stage's bar. Writing counts in shares of its own, not in lines: it has no numbers."""

    label: str
    done: int
    total: int
    has_lines: bool

    @property
    def percent(self) -> int:
        """0 to 100."""
        return min(100 * self.done // self.total, 100) if self.total else 0


@dataclass(frozen=True)
class ShownOutcome:
    """How many lines ended so."""

    label: str
    lines: int
    is_found: bool


@dataclass(frozen=True)
class ShownTask:
    """A task on a page."""

    task: CrossDockTask
    progress: Progress
    may_change: bool

    @property
    def percent(self) -> int:
        """How far the task is, 0 to 100."""
        return 100 if self.task.status == Status.SUCCESS else self.progress.percent

    @property
    def stages(self) -> list[ShownStage]:
        """The bars of an attempt that is under way."""
        return [self._shown(stage) for stage in Stage if stage != Stage.QUEUED]

    @property
    def elapsed(self) -> timedelta | None:
        """How long the attempt has been worked on, or was."""
        if self.task.started_at is None:
            return None
        return (self.task.finished_at or timezone.now()) - self.task.started_at

    @property
    def found_percent(self) -> int | None:
        """The share of lines with an offer, rounded down: 100 is all of them."""
        if not self.task.lines:
            return None
        return 100 * (self.task.lines_found or 0) // self.task.lines

    @property
    def outcomes(self) -> list[ShownOutcome]:
        """The outcomes that occurred."""
        counts = self.task.outcome_counts
        return [
            ShownOutcome(str(outcome.label), counts[outcome], outcome.is_found)
            for outcome in Outcome
            if counts.get(outcome)
        ]

    def _shown(self, stage: Stage) -> ShownStage:
        done, total = self.progress.done.get(stage, 0), self.progress.total.get(stage, 0)
        return ShownStage(str(stage.label), done, total, has_lines=stage != Stage.WRITING)


def show(tasks: Iterable[CrossDockTask], user: User) -> list[ShownTask]:
    """The tasks for this reader; their progress comes in one round trip."""
    tasks = list(tasks)
    found = progress.read(tasks)
    return [
        ShownTask(task, found.get(task.pk, Progress()), may_change(user, task)) for task in tasks
    ]


def version(shown: Sequence[ShownTask], *more: object) -> str:
    """A token that changes whenever anything that a page shows of these tasks does."""
    state = [(each.task.pk, each.task.updated_at, each.progress) for each in shown]
    return blake2s(repr((state, more)).encode(), digest_size=8).hexdigest()
