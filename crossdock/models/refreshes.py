from datetime import timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crossdock.models.lifecycle import BackgroundTask, Status
from crossdock.models.offers import OfferChange

GATHERING = timedelta(seconds=20)
"""A refresh waits so long for more price lists to arrive; results never wait for it."""

MAX_REFRESHES_KEPT = 100
"""Refreshes that are kept for a look back."""


class OffersRefresh(BackgroundTask):
    """One refresh of the materialized view. At most one waits and one runs at a time."""

    actor_name = "refresh_offers"

    class Meta(BackgroundTask.Meta):
        abstract = False
        ordering = ("-created_at",)
        verbose_name = _("making the offers ready for fast look-up")
        verbose_name_plural = _("makings of the offers ready for fast look-up")
        constraints = (
            *BackgroundTask.Meta.constraints,
            models.UniqueConstraint(
                "status", name="offersrefresh_one_waiting", condition=Q(status=Status.PENDING)
            ),
            models.UniqueConstraint(
                "status", name="offersrefresh_one_running", condition=Q(status=Status.RUNNING)
            ),
        )

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} {self.get_status_display()}"

    @classmethod
    def request(cls) -> None:
        """See to it that the view is refreshed soon; many requests in a row make one refresh."""
        waiting = cls(next_dispatch_at=Now() + GATHERING)
        cls._default_manager.bulk_create([waiting], ignore_conflicts=True)

    @classmethod
    def request_if_behind(cls) -> None:
        """Request a refresh if price lists have changed since the last one."""
        if OfferChange.objects.exists():
            cls.request()

    @classmethod
    def last(cls) -> "OffersRefresh | None":
        """The last one that went well; the view shows the offers as they were when it started."""
        return cls.objects.filter(status=Status.SUCCESS).order_by("-finished_at").first()

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
            newest = OffersRefresh.objects.order_by("-created_at").values_list("pk", flat=True)
            OffersRefresh.objects.exclude(pk__in=list(newest[:MAX_REFRESHES_KEPT])).delete()
        return marked

    def _change(self, condition: Q, **values: Any) -> bool:
        """Make the change if the row still meets the condition.

        One that has to wait again takes the place of the one that waits: both ask for the same,
        and this one's lost workers are counted.
        """
        if values.get("status") != Status.PENDING:
            return super()._change(condition, **values)
        with transaction.atomic():
            row = OffersRefresh.objects.select_for_update().filter(condition, pk=self.pk)
            if not row.values_list("pk"):
                return False
            OffersRefresh.objects.filter(status=Status.PENDING).exclude(pk=self.pk).delete()
            return super()._change(condition, **values)

    def discard(self) -> None:
        """A refresh publishes itself."""
