from collections.abc import Mapping
from pathlib import PurePath
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crossdock.models.files import MakesFile
from crossdock.models.tasks import CrossDockTask
from crossdock.progress import Stage

SUFFIXES = (".xlsx", ".xlsm")
"""How the names of files end that answers can be written into."""


class FilledFile(MakesFile):
    """A request file with the answers in it, made when somebody first asks for it."""

    actor_name = "fill_workbook_task"
    stage_weights: ClassVar[Mapping[Stage, int]] = {Stage.WRITING: 100}

    task = models.OneToOneField(CrossDockTask, models.CASCADE, related_name="filled")
    size = models.PositiveBigIntegerField(null=True, editable=False, help_text="bytes")
    left_alone = models.PositiveIntegerField(default=0, editable=False)

    class Meta(MakesFile.Meta):
        abstract = False
        ordering = ("-created_at",)
        verbose_name = _("request file with the answers")
        verbose_name_plural = _("request files with the answers")

    def __str__(self) -> str:
        return self.filename

    @classmethod
    def of(cls, task: CrossDockTask) -> "FilledFile | None":
        """That of a task, if somebody has asked for it."""
        return getattr(task, "filled", None)

    @classmethod
    def is_possible(cls, task: CrossDockTask) -> bool:
        """Whether answers can be written into files of this kind."""
        return PurePath(task.filename).suffix.lower() in SUFFIXES

    @classmethod
    def ask_for(cls, task: CrossDockTask) -> "FilledFile":
        """Have it made, unless it is there or on its way; one that failed is tried again."""
        with transaction.atomic():
            CrossDockTask.objects.select_for_update(no_key=True).get(pk=task.pk)
            filled = FilledFile.objects.filter(task=task).first()
            if filled is None:
                filled = FilledFile(task=task)
                filled.submit()
            elif filled.is_retryable:
                filled.retry()
        return filled

    @property
    def filename(self) -> str:
        """The name that it is downloaded under."""
        name = PurePath(self.task.filename)
        day = timezone.localdate(self.created_at)
        what = _("with answers")
        return f"{name.stem} {day} {what}{name.suffix}"

    @property
    def claimed_name(self) -> str:
        """Where the held claim writes its file."""
        suffix = PurePath(self.task.filename).suffix.lower()
        return f"{self.task.folder}/filled-{self.claim}{suffix}"
