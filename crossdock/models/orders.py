"""Orders that were made of a task's offers, and which of its lines they have."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from crossdock.models.base import BaseModel
from crossdock.models.tasks import CrossDockTask
from crossdock.storage.users_files import local

DIGEST_LENGTH = 64


class Order(BaseModel):
    """Lines of a list that somebody has ordered; its file has an order for each supplier."""

    task = models.ForeignKey(CrossDockTask, models.CASCADE, related_name="orders")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="orders", verbose_name=_("user")
    )
    list_digest = models.CharField(max_length=DIGEST_LENGTH, db_index=True, editable=False)
    file = models.FileField(_("file"), max_length=255, editable=False)
    line_numbers = models.JSONField(default=list, editable=False)
    total = models.DecimalField(_("sum"), max_digits=24, decimal_places=2)
    suppliers = models.PositiveIntegerField(_("suppliers"))
    plain = models.JSONField(default=list, editable=False)
    """The names of those who got a plain order where their own price list was asked for."""

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("order")
        verbose_name_plural = _("orders")

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"

    @classmethod
    def of_same_list(cls, task: CrossDockTask) -> "models.QuerySet[Order]":
        """Those of the task, and of every other task with the same file."""
        return cls.objects.filter(models.Q(task=task) | models.Q(list_digest=digest(task)))

    @property
    def filename(self) -> str:
        """The name that it is downloaded under."""
        return f"{Path(self.task.filename).stem} {localdate(self.created_at)} {self.pk}.zip"


def digest(task: CrossDockTask) -> str:
    """What a request file is known by again; that of its task where it is not kept any more."""
    try:
        with local(task.request_file) as path, path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return str(task.pk)


def ordered_numbers(orders: Iterable[Order]) -> frozenset[int]:
    """The lines that the orders have."""
    return frozenset(number for order in orders for number in order.line_numbers)
