from collections.abc import Mapping
from pathlib import PurePath
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crossdock.models import telling
from crossdock.models.files import KeepsFiles
from crossdock.models.lifecycle import Status
from crossdock.models.offers import PriceList
from crossdock.models.refreshes import OffersRefresh
from crossdock.models.suppliers import Supplier
from crossdock.progress import Stage

MIN_RATE = 0.000001


def list_path(task: "PriceListImport", filename: str) -> str:
    """Where a price list's file is kept: its own name is not trusted with a path."""
    return f"{task.folder}/list{PurePath(filename).suffix.lower()[:10]}"


class PriceListImport(KeepsFiles):
    """One uploaded file on its way into the offers table: all of its usable rows, or nothing."""

    root = "price_lists"
    actor_name = "import_price_list_task"
    stage_weights: ClassVar[Mapping[Stage, int]] = {Stage.READING: 20, Stage.WRITING: 80}

    supplier = models.ForeignKey(
        Supplier, models.CASCADE, related_name="imports", verbose_name=_("supplier")
    )
    valid_from = models.DateField(_("valid from"))
    rate = models.DecimalField(
        _("rate"),
        max_digits=12,
        decimal_places=6,
        null=True,
        blank=True,
        validators=(MinValueValidator(MIN_RATE),),
    )
    filename = models.CharField(_("file"), max_length=255)
    file = models.FileField(_("price list"), upload_to=list_path, max_length=255)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name=_("user")
    )
    columns = models.JSONField(
        _("columns"),
        default=dict,
        editable=False,
        help_text=_("Columns that were chosen by hand; of an ended import all that were read."),
    )
    rows_taken = models.PositiveIntegerField(_("rows taken"), null=True, editable=False)
    rows_in_stock = models.PositiveIntegerField(_("rows in stock"), null=True, editable=False)
    notes = models.JSONField(
        _("notes"),
        default=dict,
        editable=False,
        help_text="what was doubtful about the file; spreadsheets/file_notes.py has the words",
    )
    rows_left_out = models.PositiveIntegerField(_("rows left out"), null=True, editable=False)
    left_out_file = models.FileField(
        _("rows left out, with reasons"), max_length=255, blank=True, editable=False
    )
    price_list = models.ForeignKey(
        PriceList,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="imports",
        verbose_name=_("price list"),
    )
    report = models.JSONField(
        default=dict,
        editable=False,
        help_text="of an ended import: in_stock (rows), left_out (reason: rows), new_brands ([key, "
        "name, rows] each)",
    )
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    class Meta(KeepsFiles.Meta):
        abstract = False
        ordering = ("-created_at",)
        indexes = (
            *KeepsFiles.Meta.indexes,
            models.Index("status", "created_at", name="import_by_status"),
            models.Index("supplier", "created_at", name="import_by_supplier"),
        )
        verbose_name = _("import of a price list")
        verbose_name_plural = _("imports of price lists")

    def __str__(self) -> str:
        return self.filename

    @property
    def claimed_left_out_name(self) -> str:
        """Where the held claim lists the rows left out: no two claims ever write the same file."""
        return f"{self.folder}/left-out-{self.claim}.xlsx"

    @property
    def left_out_filename(self) -> str:
        """The name under which the rows left out are downloaded; they used to be CSV files."""
        suffix = PurePath(self.left_out_file.name or "").suffix or ".xlsx"
        what = _("left out")
        return f"{PurePath(self.filename).stem} {self.valid_from} {what}{suffix}"

    @property
    def is_withdrawable(self) -> bool:
        """Whether there are offers of this list that could be taken back."""
        return self.status == Status.SUCCESS and self.price_list_id is not None

    def withdraw(self, user: User) -> bool:
        """Take the list back: its offers go, and what the supplier offered before counts again.

        All of it or nothing, in one transaction, which marks the supplier as changed: look-ups see
        the offers before or after, whole. False: there is nothing to take back, or not any more.
        Raises UserError where the supplier is being deleted.
        """
        with self.supplier.locked():
            counting = Q(status=Status.SUCCESS, price_list__isnull=False)
            row = self._rows().select_for_update().filter(counting, pk=self.pk)
            price_list = row.values_list("price_list", flat=True).first()
            if price_list is None:
                return False
            self._change(counting, price_list=None, withdrawn_at=Now(), withdrawn_by=user)
            PriceList.objects.filter(pk=price_list).delete()
            transaction.on_commit(OffersRefresh.request)
        return True

    def discard(self) -> None:
        """An import publishes itself, with its offers or not at all."""

    def tell_end(self) -> None:
        """Tell staff where it has failed."""
        telling.import_ended(self)
