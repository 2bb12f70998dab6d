from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from crossdock.models.tasks import CrossDockTask
from crossdock.parts.keys import MAX_PART_LENGTH

MISSES_KEPT = timedelta(days=30)


class MissedLine(models.Model):
    """Lines of a task for which there was no offer, by the part that they ask for.

    What the next comparison of brands finds on offer under no other brand goes then, all go after
    MISSES_KEPT or with the task.
    """

    task = models.ForeignKey(CrossDockTask, models.CASCADE, related_name="missed_lines")
    brand = models.CharField(max_length=MAX_PART_LENGTH)
    brand_key = models.CharField(max_length=MAX_PART_LENGTH)
    article_key = models.CharField(max_length=MAX_PART_LENGTH)
    lines = models.PositiveIntegerField()
    pieces = models.FloatField(null=True)

    class Meta:
        verbose_name = _("missed lines")
        verbose_name_plural = _("missed lines")

    def __str__(self) -> str:
        return f"{self.brand} {self.article_key}"
