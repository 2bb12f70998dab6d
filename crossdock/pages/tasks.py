"""Tasks as the pages show them: the row, how far it is, and what its reader may do with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User

from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status, progress_of
from crossdock.pages.attempts import ShownAttempt, ShownStage, seconds_left
from crossdock.pages.figures import Figures
from crossdock.progress import Progress, Stage
from crossdock.rights import Reader, may_change
from crossdock.storage.retention import size


@dataclass(frozen=True)
class ShownTask:
    """A task on a page."""

    task: CrossDockTask
    progress: Progress
    may_change: bool

    @property
    def state(self) -> object:
        """What changes whenever anything does that a page shows of the task itself."""
        task = self.task
        return task.pk, task.updated_at, task.comment_count, self.progress

    @property
    def percent(self) -> int:
        """How far the task is, 0 to 100."""
        return 100 if self.task.status == Status.SUCCESS else self.progress.percent

    @property
    def stages(self) -> list[ShownStage]:
        """The bars of an attempt that is under way."""
        return [ShownStage(stage, self.progress) for stage in Stage if stage != Stage.QUEUED]

    @property
    def seconds_left(self) -> float | None:
        """How long the attempt will still take."""
        if self.task.status != Status.RUNNING or self.task.elapsed is None:
            return None
        return seconds_left(self.progress, self.task.elapsed.total_seconds())

    @property
    def attempts(self) -> list[ShownAttempt]:
        """The attempts that have ended, unless all there is to tell is one success."""
        attempts = [ShownAttempt(record) for record in self.task.attempts]
        return [] if [each.status for each in attempts] == [Status.SUCCESS] else attempts

    @property
    def found_percent(self) -> int | None:
        """The share of lines with an offer, rounded down: 100 is all of them."""
        if not self.task.lines:
            return None
        return 100 * (self.task.lines_found or 0) // self.task.lines

    @property
    def figures(self) -> Figures:
        """What the task came to."""
        return Figures(self.task)

    @property
    def request_size(self) -> int | None:
        """The request file's bytes; None if it is not kept any more."""
        return size(self.task.request_file)

    @property
    def result_size(self) -> int | None:
        """The result file's bytes; None if it is not kept any more."""
        return size(self.task.result_file)


def show(tasks: Iterable[CrossDockTask], user: User | Reader) -> list[ShownTask]:
    """The tasks for this reader; their progress comes in one round trip."""
    tasks = list(tasks)
    found = progress_of(tasks)
    return [
        ShownTask(task, found.get(task.pk, Progress()), may_change(user, task)) for task in tasks
    ]
