from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.timezone import localtime

from crossdock.models.lifecycle import BackgroundTask, Status
from crossdock.redis_state import changes

MAX_KEPT = 100
"""Ended ones of a kind that are kept for a look back."""


class OneAtATime(BackgroundTask):
    """Work on all there is, asked for by many: at most one waits and one runs at a time."""

    class Meta(BackgroundTask.Meta):
        abstract = True
        ordering = ("-created_at",)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *BackgroundTask.Meta.constraints,
            models.UniqueConstraint(
                "status", name="%(class)s_one_waiting", condition=Q(status=Status.PENDING)
            ),
            models.UniqueConstraint(
                "status", name="%(class)s_one_running", condition=Q(status=Status.RUNNING)
            ),
        )

    tell_pages = staticmethod(changes.progress_moved)  # no list of tasks has these among its rows

    def __str__(self) -> str:
        return f"{localtime(self.created_at):%Y-%m-%d %H:%M} {self.get_status_display()}"

    @classmethod
    def request_in(cls, pause: timedelta) -> None:
        """See to it that it is done after a pause; many requests in a row make one."""
        waiting = cls(next_dispatch_at=Now() + pause)
        cls._default_manager.bulk_create([waiting], ignore_conflicts=True)

    @classmethod
    def last(cls) -> Self | None:
        """The last one that went well."""
        return cls._rows().filter(status=Status.SUCCESS).order_by("-finished_at").first()

    def mark_as_running(self) -> bool:
        """Claim it, unless another one is running: then it stays waiting."""
        try:
            with transaction.atomic():
                return super().mark_as_running()
        except IntegrityError:
            return False

    def mark_as_success(self, *args: Any, **results: Any) -> bool:
        """End it well, and forget those of long ago."""
        marked = super().mark_as_success(*args, **results)
        if marked:
            pks = self._rows().order_by("-created_at").values_list("pk", flat=True)
            self._rows().exclude(pk__in=list(pks[:MAX_KEPT])).delete()
        return marked

    def _change(self, condition: Q, **values: Any) -> bool:
        """Make the change if the row still meets the condition.

        One that has to wait again takes the place of the one that waits: both ask for the same,
        and this one's lost workers are counted.
        """
        if values.get("status") != Status.PENDING:
            return super()._change(condition, **values)
        with transaction.atomic():
            row = self._rows().select_for_update().filter(condition, pk=self.pk)
            if not row.values_list("pk"):
                return False
            self._rows().filter(status=Status.PENDING).exclude(pk=self.pk).delete()
            return super()._change(condition, **values)

    def discard(self) -> None:
        """Nothing is left behind: its work publishes itself in the database."""
