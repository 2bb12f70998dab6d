from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crossdock.errors import UserError
from crossdock.models.files import MakesDocument
from crossdock.models.lifecycle import ACTIVE, Status
from crossdock.models.suppliers import Supplier
from crossdock.models.tasks import CrossDockTask
from crossdock.progress import Stage
from crossdock.texts import Text

LATELY = timedelta(days=30)
MAX_KEPT = 20
"""So many sheets of a supplier are kept: the latest."""


class NegotiationSheet(MakesDocument):
    """Which lines a supplier loses, and what a discount would win: of a task, or of all lately."""

    root = "negotiations"
    actor_name = "negotiate_task"
    stage_weights: ClassVar[Mapping[Stage, int]] = {Stage.SOLVING: 95, Stage.WRITING: 5}

    supplier = models.ForeignKey(
        Supplier, models.CASCADE, related_name="negotiation_sheets", verbose_name=_("supplier")
    )
    task = models.ForeignKey(
        CrossDockTask, models.CASCADE, null=True, blank=True, related_name="negotiation_sheets"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("user")
    )
    prices_as_of = models.DateTimeField(_("prices as of"), null=True, editable=False)

    class Meta(MakesDocument.Meta):
        abstract = False
        ordering = ("-created_at", "-pk")
        verbose_name = _("negotiation sheet")
        verbose_name_plural = _("negotiation sheets")

    def __str__(self) -> str:
        return str(self.supplier)

    @classmethod
    def ask_for(cls, supplier: Supplier, **fields: Any) -> "NegotiationSheet":
        """Have one made, or get the one that is on its way over the same task.

        The oldest of more than MAX_KEPT are removed. Raises UserError where the supplier is being
        deleted, or has been.
        """
        with supplier.locked() as is_there:
            if not is_there:
                raise UserError(Text("%s is not there any more.") % str(supplier))
            sheets = cls.objects.filter(supplier=supplier)
            under_way = sheets.filter(status__in=ACTIVE, task=fields.get("task")).first()
            if under_way:
                return under_way
            for oldest in sheets.exclude(status__in=ACTIVE)[MAX_KEPT - 1 :]:
                oldest.remove()
            sheet = cls(supplier=supplier, **fields)
            sheet.submit()
        return sheet

    def tasks(self) -> "QuerySet[CrossDockTask]":
        """The tasks that it is about, the latest first."""
        if self.task_id:
            return CrossDockTask.objects.filter(pk=self.task_id)
        return CrossDockTask.objects.filter(
            supplier_group__suppliers=self.supplier,
            status=Status.SUCCESS,
            finished_at__gt=Now() - LATELY,
        ).order_by("-finished_at")
