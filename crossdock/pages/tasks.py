"""Tasks as the pages show them: the row, and how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import BackgroundTask, Status
from crossdock.models.status import progress_of
from crossdock.pages.attempts import (
    AttemptRow,
    StageRow,
    ended_attempts,
    seconds_left,
    stage_rows,
)
from crossdock.pages.figures import Figures
from crossdock.progress import Progress
from crossdock.spreadsheets.messages import file_notes

BOOKKEEPING = {"updated_at", "lease_until", "next_dispatch_at", "dispatches"}
"""Columns of a background task that change behind the scenes, and that no page shows."""


def visible_state(task: BackgroundTask) -> tuple[object, ...]:
    """The columns that were read of a task, but for its bookkeeping: what pages show of it."""
    unseen_names = BOOKKEEPING | task.get_deferred_fields()
    fields = task._meta.concrete_fields
    return tuple(str(getattr(task, f.attname)) for f in fields if f.attname not in unseen_names)


@dataclass(frozen=True)
class TaskRow:
    """A task on a page."""

    task: CrossDockTask
    progress: Progress

    @cached_property
    def state(self) -> tuple[object, ...]:
        """What changes whenever anything does that a page shows of the task, its progress apart."""
        task = self.task
        names = task.supplier_group.name, str(task.user)
        return *visible_state(task), task.comment_count, *names

    @property
    def percent(self) -> int:
        """How far the task is, 0 to 100."""
        return 100 if self.task.status == Status.SUCCESS else self.progress.percent

    @property
    def stages(self) -> list[StageRow]:
        """The bars of an attempt that is under way."""
        return stage_rows(self.task, self.progress)

    @property
    def seconds_left(self) -> float | None:
        """How long the attempt will still take."""
        if self.task.status != Status.RUNNING:
            return None
        return seconds_left(self.progress, self.progress.at)

    @property
    def attempts(self) -> list[AttemptRow]:
        """The attempts that have ended, unless all there is to tell is one success."""
        return ended_attempts(self.task)

    @property
    def found_percent(self) -> int | None:
        """The share of lines with an offer, rounded down: 100 is all of them."""
        if not self.task.lines:
            return None
        return 100 * (self.task.lines_found or 0) // self.task.lines

    @property
    def more_found(self) -> int | None:
        """How many lines more are found than when the list ran before.

        None where it was another list, or nobody knows.
        """
        task, before = self.task, self.task.again_of
        if before is None or (task.filename, task.lines) != (before.filename, before.lines):
            return None
        if task.lines_found is None or before.lines_found is None:
            return None
        return task.lines_found - before.lines_found

    @property
    def notes(self) -> list[str]:
        """What was doubtful about the request file, in words."""
        return file_notes(self.task.notes)

    @property
    def figures(self) -> Figures:
        """What the task came to."""
        return Figures(self.task)

    @property
    def currency(self) -> str:
        """The currency of all sums."""
        return str(settings.CURRENCIES[0])

    @property
    def request_size(self) -> int | None:
        """The request file's bytes; None if it is not kept any more."""
        return self.task.request_size if self.task.has_file else None

    @property
    def result_size(self) -> int | None:
        """The result file's bytes; None if it is not kept any more."""
        return self.task.result_size if self.task.has_file else None


def present(tasks: Iterable[CrossDockTask]) -> list[TaskRow]:
    """The tasks as rows; their progress comes in one round trip."""
    tasks = list(tasks)
    progress = progress_of(tasks)
    return [TaskRow(task, progress.get(task.pk, Progress())) for task in tasks]
