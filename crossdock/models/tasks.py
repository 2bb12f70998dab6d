import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crossdock.models import telling
from crossdock.models.brand_comparisons import BrandComparison
from crossdock.models.delivery import MAX_WITHIN_HOURS
from crossdock.models.files import KeepsFiles
from crossdock.models.lifecycle import ACTIVE, Status
from crossdock.models.missed_lines import MissedLine, MissedPart
from crossdock.models.suppliers import SupplierGroup
from crossdock.spreadsheets.messages import COLUMN_TROUBLES
from crossdock.storage.users_files import users_files
from crossdock.texts import Text

SHORT_ACTOR, LONG_ACTOR = "process_file_task", "process_long_file_task"
DEFAULT_LOOKBACK_DAYS, MAX_LOOKBACK_DAYS = 2, 365

MAX_SUM_DIGITS = 40
"""Of a sum of money: a million lines of the dearest offers, and more pieces than there are."""

MADE_BY_CLAIM = re.compile(r"\.?(?:result|lines)-(\d+)\.")
"""Begins the names of a claim's files, and of the parts that become them (`atomic_write`)."""


def request_path(task: "CrossDockTask", filename: str) -> str:
    """Where a request file is kept: its own name is the user's and is not trusted with a path."""
    return f"{task.folder}/request{PurePath(filename).suffix.lower()[:10]}"


class CrossDockTaskQuerySet(QuerySet["CrossDockTask"]):
    """Tasks, and what pages show of them besides."""

    def with_comment_count(self) -> Self:
        """The tasks, with the number of its comments in each one's `comment_count`."""
        # A subquery, for a join would count all tasks' comments before a page's tasks are chosen.
        comment: Any = self.model._meta.get_field("comments").related_model
        comments = comment.objects.filter(task=OuterRef("pk"))
        count = comments.order_by().values("task").annotate(count=Count("pk")).values("count")
        return self.annotate(comment_count=Coalesce(Subquery(count), 0))


class CrossDockTask(KeepsFiles):
    """One request file on its way to a result file."""

    root = "tasks"
    objects = CrossDockTaskQuerySet.as_manager()

    filename = models.CharField(_("file"), max_length=255)
    search_name = models.GeneratedField(
        expression=Lower("filename"),
        output_field=models.CharField(max_length=255, db_collation="C"),
        db_persist=True,
    )
    request_file = models.FileField(_("request file"), upload_to=request_path, max_length=255)
    result_file = models.FileField(_("result file"), max_length=255, blank=True, editable=False)
    lines_file = models.FileField(
        _("lines, for the page"), max_length=255, blank=True, editable=False
    )
    request_size = models.PositiveBigIntegerField(null=True, editable=False, help_text="bytes")
    result_size = models.PositiveBigIntegerField(null=True, editable=False, help_text="bytes")
    supplier_group = models.ForeignKey(
        SupplierGroup, models.PROTECT, related_name="tasks", verbose_name=_("supplier group")
    )
    lookback_days = models.PositiveSmallIntegerField(
        _("lookback, days"),
        default=DEFAULT_LOOKBACK_DAYS,
        validators=(MinValueValidator(0), MaxValueValidator(MAX_LOOKBACK_DAYS)),
    )
    within_hours = models.PositiveSmallIntegerField(
        _("arrives within, hours"),
        null=True,
        blank=True,
        validators=(MinValueValidator(1), MaxValueValidator(MAX_WITHIN_HOURS)),
        help_text=_("Only offers count that arrive so soon if they are ordered at once."),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tasks", verbose_name=_("user")
    )
    wants_original_query = models.BooleanField(
        _("from the price lists themselves"),
        default=False,
        help_text=_(
            "Slower, and the result is the same: a check of the offers made ready for fast look-up."
        ),
    )
    answered_by_original_query = models.BooleanField(null=True, editable=False)
    prices_as_of = models.DateTimeField(_("prices as of"), null=True, editable=False)
    is_long = models.BooleanField(default=False, editable=False)
    lines = models.PositiveIntegerField(_("lines"), null=True, editable=False)
    lines_found = models.PositiveIntegerField(_("lines found"), null=True, editable=False)
    notes = models.JSONField(
        _("notes"),
        default=dict,
        editable=False,
        help_text="what was doubtful about the file; spreadsheets/file_notes.py has the words",
    )
    columns = models.JSONField(
        _("columns"),
        default=dict,
        editable=False,
        help_text="those that somebody has chosen, as spreadsheets.mapping has them",
    )
    outcome_counts = models.JSONField(_("lines by outcome"), default=dict, editable=False)
    lines_by_offers = models.JSONField(
        _("lines by offers"),
        default=list,
        editable=False,
        help_text="how many lines have no offer, one, two, three",
    )
    lines_won = models.JSONField(
        _("lines by supplier"),
        default=dict,
        editable=False,
        help_text="best: [supplier, lines won] each, the most first; others: suppliers besides",
    )

    lines_short = models.PositiveIntegerField(
        _("lines that offers cannot fill"),
        null=True,
        editable=False,
        help_text="null where the request file asks for no quantities",
    )
    cost_total = models.DecimalField(
        _("sum of all lines"),
        max_digits=MAX_SUM_DIGITS,
        decimal_places=4,
        null=True,
        editable=False,
    )
    best_price_total = models.DecimalField(
        _("sum of best prices"),
        max_digits=MAX_SUM_DIGITS,
        decimal_places=4,
        null=True,
        editable=False,
    )
    again_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="runs_again",
        verbose_name=_("the task that it runs again"),
    )

    comment_count: int
    """How many comments it has, if it was read `with_comment_count`."""

    class Meta(KeepsFiles.Meta):
        abstract = False
        ordering = ("-created_at",)
        indexes = (
            *KeepsFiles.Meta.indexes,
            # A search by name reads this one from end to end, and nothing of the table.
            models.Index("created_at", "id", include=("search_name",), name="task_by_creation"),
            models.Index("search_name", "created_at", "id", name="task_by_name"),
            models.Index("user", "claimed_at", name="task_by_turn"),
            models.Index("status", "created_at", "id", name="task_by_status"),
            models.Index(
                F("finished_at") - F("started_at"), "created_at", "id", name="task_by_elapsed"
            ),
            models.Index("user", "created_at", name="task_by_user"),
            models.Index("supplier_group", "created_at", name="task_by_group"),
        )
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = (
            *KeepsFiles.Meta.constraints,
            models.CheckConstraint(
                name="task_success_has_result",
                condition=(Q(status=Status.SUCCESS) & ~Q(result_file=""))
                | (~Q(status=Status.SUCCESS) & Q(result_file="")),
            ),
        )

    def __str__(self) -> str:
        return self.filename

    @property
    def lacks_columns(self) -> bool:
        """Whether it failed because its columns could not be told, or with some chosen."""
        message = self.error_message
        is_unknown = isinstance(message, Text) and message.id in COLUMN_TROUBLES
        return self.status == Status.FAILURE and (is_unknown or bool(self.columns))

    def retry_with(self, columns: dict[str, Any]) -> bool:
        """Start the next attempt with chosen columns; False if it cannot start."""
        with transaction.atomic():
            is_started = self.retry()
            if is_started:
                type(self).objects.filter(pk=self.pk).update(columns=columns)
        return is_started

    @property
    def result_filename(self) -> str:
        """The name under which a user downloads the result."""
        return f"{PurePath(self.filename).stem} {timezone.localdate(self.created_at)}.xlsx"

    @property
    def claimed_result_name(self) -> str:
        """Where the held claim's result goes: no two claims ever write the same file."""
        return f"{self.folder}/result-{self.claim}.xlsx"

    @property
    def claimed_lines_name(self) -> str:
        """Where the held claim keeps its lines for the page."""
        return f"{self.folder}/lines-{self.claim}.sqlite3"

    @property
    def actor_name(self) -> str:
        """Long request files have workers of their own."""
        return LONG_ACTOR if self.is_long else SHORT_ACTOR

    @classmethod
    def claimable(cls, actor_name: str, pk: str, attempt: int) -> Iterator[Self]:
        """The message's own task if it has lost a worker, else those whose turn it is.

        So a message is a turn of its queue, and the users take turns: who uploads many files delays
        nobody else's first.
        """
        for task_of_message in super().claimable(actor_name, pk, attempt):
            if task_of_message.claims_in_attempt:
                yield task_of_message
        while task := cls._in_turn(actor_name):
            yield task

    @classmethod
    def _in_turn(cls, actor_name: str) -> Self | None:
        """Of those that nobody has lost yet, the oldest of the user who was served longest ago."""
        claimed = cls._rows().filter(user=OuterRef("user"), claimed_at__isnull=False)
        served = claimed.order_by("-claimed_at").values("claimed_at")[:1]
        waiting = cls._rows().filter(status=Status.PENDING, claims_in_attempt=0)
        by_turn = (Subquery(served).asc(nulls_first=True), "created_at")
        return waiting.filter(is_long=actor_name == LONG_ACTOR).order_by(*by_turn).first()

    def discard(self) -> None:
        """Remove the held claim's result, which was not published."""
        users_files.drop(self.claimed_result_name, self.claimed_lines_name)

    def mark_as_success(
        self, *args: Any, missed: Sequence[MissedPart] = (), **results: Any
    ) -> bool:
        """End it well, and keep what it has found no offers for."""
        with transaction.atomic():
            marked = super().mark_as_success(*args, **results)
            if marked and missed:
                MissedLine.keep(self.pk, missed)
                transaction.on_commit(BrandComparison.request, robust=True)
        return marked

    def tell_end(self) -> None:
        """Tell its owner how it ended, in the transaction that ends it."""
        telling.task_ended(self)

    def remove_leftovers(self) -> None:
        """Remove what killed workers have left of earlier claims than the held one.

        What a later claim has made, or published, stays: this one may be lost without knowing it.
        """
        for name in users_files.names(self.folder):
            made_by = MADE_BY_CLAIM.match(PurePath(name).name)
            if made_by and int(made_by[1]) < self.claim:
                users_files.drop(name)

    def remove_if_ended(self) -> bool:
        """Remove the task with its files. False: work on it is still to be expected."""
        with transaction.atomic():
            row = CrossDockTask.objects.select_for_update().filter(pk=self.pk)
            if not row.exclude(status__in=ACTIVE).exists():
                return False
            self.remove()
        return True
