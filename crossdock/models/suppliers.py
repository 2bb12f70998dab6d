from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import OperationalError, models, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.errors import DeadlockDetected, LockNotAvailable

from crossdock.errors import UserError
from crossdock.models.base import BaseModel
from crossdock.models.files import remove_files_with
from crossdock.models.status import ACTIVE
from crossdock.parts.keys import MAX_PART_LENGTH, brand_key
from crossdock.spreadsheets.columns import Column
from crossdock.texts import Text

MAX_FIXED_QUANTITY = 999_999_999

MAX_TASKS_REMOVED = 100
"""So many tasks go with their group: a history that is longer is nobody's slip or first try."""


def _sum(name: Any, help_text: Any = "") -> "models.DecimalField[Any, Any]":
    """A sum of money that may be unknown, to the kopeck."""
    return models.DecimalField(
        name,
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=(MinValueValidator(0),),
        help_text=help_text,
    )


class Supplier(BaseModel):
    """Who sells parts."""

    code = models.CharField(_("code"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=200)
    delivery_hours = models.PositiveIntegerField(_("delivery time, hours"), default=24)
    cut_off = models.TimeField(
        _("order cut-off"),
        null=True,
        blank=True,
        help_text=_("Until when an order leaves on the same day; empty: at any hour."),
    )
    weekdays = models.CharField(
        _("delivery weekdays"),
        max_length=7,
        blank=True,
        validators=(RegexValidator(r"^[1-7]*$"),),
        help_text=_("Days on which goods arrive; none: on any day."),
    )
    """The days as digits, Monday is 1: "135"."""

    minimum_sum = _sum(_("minimum order sum"))
    delivery_cost = _sum(_("delivery cost"), help_text=_("Of one order."))
    free_from = _sum(
        _("free delivery from"), help_text=_("An order of this sum is delivered for nothing.")
    )
    discount = models.DecimalField(
        _("discount, %"),
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=(MinValueValidator(0),),
        help_text=_("Off the prices of its lists, in orders and baskets."),
    )
    enabled = models.BooleanField(
        _("enabled"), default=True, help_text=_("A disabled supplier's offers are not considered.")
    )
    file_name_pattern = models.CharField(
        _("file name pattern"),
        max_length=200,
        blank=True,
        help_text=_(
            "Tells this supplier's price lists by their file names: forum*price* is any name that "
            "begins with forum and has price in it."
        ),
    )
    columns = models.JSONField(
        default=dict,
        editable=False,
        help_text="columns that staff had to choose for its price lists: [heading, letters] each",
    )
    order_layout = models.JSONField(
        default=dict,
        editable=False,
        help_text="columns and file name of its orders, as orders.layout has them",
    )
    fixed_brand = models.CharField(
        _("fixed brand"),
        max_length=MAX_PART_LENGTH,
        blank=True,
        help_text=_("Of all rows of its price lists, where they have no column of brands."),
    )
    fixed_quantity = models.PositiveIntegerField(
        _("fixed quantity"),
        null=True,
        blank=True,
        validators=(MaxValueValidator(MAX_FIXED_QUANTITY),),
        help_text=_("Of all rows of its price lists, where they have no column of quantities."),
    )

    class Meta:
        ordering = ("name",)
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise ValidationError for a fixed brand that is none."""
        if self.fixed_brand and not brand_key(self.fixed_brand):
            raise ValidationError({"fixed_brand": _("This cannot be a brand.")})

    @property
    def fixed(self) -> dict[Column, str]:
        """What staff have fixed for price lists that lack a column, as a cell would have it."""
        values = {Column.BRAND: self.fixed_brand, Column.QUANTITY: self.fixed_quantity}
        return {name: str(value) for name, value in values.items() if value not in ("", None)}

    def delivery_of(self, money: Decimal) -> Decimal | None:
        """What the delivery of an order of so much costs; None where that is not known."""
        if self.free_from is not None and money >= self.free_from:
            return Decimal(0)
        cost: Decimal | None = self.delivery_cost
        return cost

    def save(self, *args: Any, **options: Any) -> None:
        """Store it. Raises UserError where it has to wait too long, as for a new code."""
        with self._unless_in_use():
            super().save(*args, **options)

    def remove(self) -> None:
        """Delete it with its price lists and offers.

        Raises UserError while one of its lists is being imported: either would wait for the other.
        """
        with self.locked(nowait=True):
            if self.imports.filter(status__in=ACTIVE).exists():
                raise UserError(self._is_being_imported())
            remove_files_with(self)
            self.delete()

    @contextmanager
    def locked(self, *, nowait: bool = False) -> Iterator[bool]:
        """A transaction that has the supplier's row before any other; whether it is still there.

        Whoever removes offers of a supplier's begins so: of two, one waits here, and holds nothing
        that the other needs. An import goes on meanwhile, but with `nowait`, which is for deletion
        and waits for nobody. Raises UserError where somebody else has the row.
        """
        with self._unless_in_use(), transaction.atomic():
            rows = Supplier.objects.select_for_update(nowait=nowait, no_key=not nowait)
            yield bool(rows.filter(pk=self.pk))

    @contextmanager
    def _unless_in_use(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
                raise
            text = Text(
                "%s is in use just now: one of its price lists is being imported or taken back, or "
                "somebody else changes it. Wait until that is done, and try again."
            )
            raise UserError(text % str(self)) from error

    def _is_being_imported(self) -> Text:
        text = Text(
            "A price list of %s is being imported just now. Wait until that is done, or cancel "
            "it, and delete the supplier then."
        )
        return text % str(self)


class SupplierGroup(BaseModel):
    """The suppliers that may be bought from for a purpose."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    suppliers = models.ManyToManyField(
        Supplier, related_name="groups", blank=True, verbose_name=_("suppliers")
    )

    class Meta:
        ordering = ("name",)
        verbose_name = _("supplier group")
        verbose_name_plural = _("supplier groups")

    def __str__(self) -> str:
        return self.name

    def remove(self) -> None:
        """Delete the group with the ended tasks that name it, and their files.

        Raises ProtectedError where one is under way or there are more than MAX_TASKS_REMOVED; then
        nothing is deleted.
        """
        with transaction.atomic():
            for task in self.tasks.all()[:MAX_TASKS_REMOVED]:
                task.remove_if_ended()
            self.delete()


class BrandAlias(BaseModel):
    """Another spelling of a brand; people decide which spellings are one brand.

    Likeness never does: NRF is not NGK, Mobil is not Mobiletron.
    """

    alias = models.CharField(_("alias"), max_length=200)
    brand = models.CharField(_("brand"), max_length=200)
    alias_key = models.CharField(max_length=200, unique=True, editable=False)
    brand_key = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ("brand", "alias")
        verbose_name = _("brand alias")
        verbose_name_plural = _("brand aliases")

    def __str__(self) -> str:
        return f"{self.alias} → {self.brand}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the keys beside the spellings they are made from."""
        self._make_keys()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Raise ValidationError for what is no brand, for no alias, and for a second one."""
        self.clean_names()
        if BrandAlias.objects.filter(alias_key=self.alias_key).exclude(pk=self.pk).exists():
            raise ValidationError({"alias": _("This alias exists already.")})

    def clean_names(self) -> None:
        """Raise ValidationError for what is no brand, and for two names that are one anyhow."""
        self._make_keys()
        for field, key in (("alias", self.alias_key), ("brand", self.brand_key)):
            if not key or len(key) > MAX_PART_LENGTH:
                raise ValidationError({field: _("This cannot be a brand.")})
        if self.alias_key == self.brand_key:
            raise ValidationError(
                {"alias": _("These two spellings are one brand without an alias.")}
            )

    def _make_keys(self) -> None:
        self.alias_key, self.brand_key = brand_key(self.alias), brand_key(self.brand)
