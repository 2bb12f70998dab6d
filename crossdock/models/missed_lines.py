from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from crossdock.parts.keys import MAX_PART_LENGTH

MISSES_KEPT = timedelta(days=30)


class MissedPart(NamedTuple):
    """A part that lines without offers ask for: their brand as the first spells it, and the keys.

    `pieces` is None where one of the lines does not say how many.
    """

    brand: str
    brand_key: str
    article_key: str
    lines: int
    pieces: float | None


class MissedLine(models.Model):
    """Lines of a task for which there was no offer, by the part that they ask for.

    What the next comparison of brands finds on offer under no other brand goes then, all go after
    MISSES_KEPT or with the task.
    """

    task = models.ForeignKey("CrossDockTask", models.CASCADE, related_name="missed_lines")
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

    @classmethod
    def keep(cls, task: UUID, missed: Iterable[MissedPart]) -> None:
        """Store what a task has missed, in the running transaction; COPY costs the least."""
        columns = ", ".join(("task_id", *MissedPart._fields))
        command = f"COPY {cls._meta.db_table} ({columns}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(command) as copy:
            for part in missed:
                copy.write_row((task, *part))
