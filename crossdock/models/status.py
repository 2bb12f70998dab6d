"""The columns that say where a background task stands; only `lifecycle` changes them."""

import os
import socket
import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from crossdock.models.base import BaseModel
from crossdock.models.texts import KeptTextField
from crossdock.progress import WEIGHTS, Progress, Stage
from crossdock.redis_state import progress


class Status(models.TextChoices):
    """Where a background task stands."""

    PENDING = "PENDING", gettext_lazy("Waiting")
    RUNNING = "RUNNING", gettext_lazy("Running")
    SUCCESS = "SUCCESS", gettext_lazy("Done")
    FAILURE = "FAILURE", gettext_lazy("Failed")
    CANCELLED = "CANCELLED", gettext_lazy("Cancelled")


ACTIVE = (Status.PENDING, Status.RUNNING)
RETRYABLE = (Status.FAILURE, Status.CANCELLED)


class StatusModel(BaseModel):
    """The state of anything that a worker does on somebody's behalf."""

    stage_weights: ClassVar[Mapping[Stage, int]] = WEIGHTS
    """Percent of the whole that each stage costs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    status = models.CharField(
        gettext_lazy("status"), max_length=10, choices=Status, default=Status.PENDING
    )
    attempt = models.PositiveIntegerField(gettext_lazy("attempt"), default=1)
    claim = models.PositiveIntegerField(default=0, editable=False)
    claims_in_attempt = models.PositiveIntegerField(default=0, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    worker = models.CharField(
        max_length=100, default="", db_default="", editable=False, help_text="host and process"
    )
    lease_until = models.DateTimeField(null=True, editable=False)
    next_dispatch_at = models.DateTimeField(default=None, null=True, editable=False)
    dispatches = models.PositiveIntegerField(default=0, editable=False)
    started_at = models.DateTimeField(gettext_lazy("started"), null=True, editable=False)
    finished_at = models.DateTimeField(gettext_lazy("finished"), null=True, editable=False)
    error_message = KeptTextField(gettext_lazy("error"), blank=True)
    attempts = models.JSONField(
        default=list,
        editable=False,
        help_text="one object for each ended attempt: number, status, started_at, finished_at, "
        "error, stages (name: [began, ended], unix times)",
    )

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                name="%(class)s_running_has_lease",
                condition=Q(status=Status.RUNNING, lease_until__isnull=False)
                | (~Q(status=Status.RUNNING) & Q(lease_until__isnull=True)),
            ),
        )
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(
                "next_dispatch_at",
                name="%(class)s_pending",
                condition=Q(status=Status.PENDING),
            ),
            models.Index(
                "lease_until",
                name="%(class)s_running",
                condition=Q(status=Status.RUNNING),
            ),
            models.Index("finished_at", name="%(class)s_ended"),
        )

    @property
    def is_active(self) -> bool:
        """Whether work on it is still to be expected."""
        return self.status in ACTIVE

    @property
    def is_running(self) -> bool:
        """Whether a worker holds it."""
        return self.status == Status.RUNNING

    @property
    def is_first_claim(self) -> bool:
        """Whether no worker has been lost over this attempt, nor a fault come in between."""
        return self.claims_in_attempt == 1

    @property
    def is_retryable(self) -> bool:
        """Whether it ended in a way that another attempt can better."""
        return self.status in RETRYABLE

    @property
    def elapsed(self) -> timedelta | None:
        """How long the attempt has been worked on, or was; None before it starts."""
        if self.started_at is None:
            return None
        return (self.finished_at or timezone.now()) - self.started_at

    @property
    def progress_key(self) -> str:
        """Where Redis has the progress of the claim that this object was read at."""
        return self._progress_key(self.claim)

    @property
    def lifeline(self) -> str:
        """What a worker holds as long as it lives that has the claim this object was read at."""
        return f"{self.pk}:{self.claim}"

    @property
    def earlier_progress_key(self) -> str:
        """Where Redis has that of the claim before."""
        return self._progress_key(self.claim - 1)

    def _progress_key(self, claim: int) -> str:
        # By the attempt too, so that no attempt takes an earlier one's progress for its own.
        return f"crossdock:progress:{self.pk}:{self.attempt}:{claim}"

    def progress_of_claim(self, claim: int) -> Progress:
        """How far a claim of this attempt has got; at its beginning where nothing is known."""
        (fields,) = progress.read([self._progress_key(claim)])
        return Progress.parse(fields, self.stage_weights)


def progress_of(tasks: Iterable[StatusModel]) -> dict[uuid.UUID, Progress]:
    """How far each of the tasks that is under way has got, by its id, in one round trip.

    What earlier claims of the attempt had reached stays, while it waits for another worker and
    until that one has said something: a bar does not go back.
    """
    claimed = [task for task in tasks if task.is_running or (task.is_active and task.claim)]
    keys = [key for task in claimed for key in (task.progress_key, task.earlier_progress_key)]
    answers = iter(progress.read(keys))
    progress_by_task = {}
    for task, now, before in zip(claimed, answers, answers, strict=False):
        current = Progress.parse(now, task.stage_weights)
        if not task.is_running:
            current = Progress(floor=current.percent, weights=task.stage_weights)
        if not now:
            current.floor = Progress.parse(before, task.stage_weights).percent
        progress_by_task[task.pk] = current
    return progress_by_task


def this_process() -> str:
    """Host and number of the process that is at work here."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"
