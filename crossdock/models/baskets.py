from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crossdock.models.base import BaseModel
from crossdock.models.files import MakesDocument
from crossdock.models.lifecycle import ACTIVE
from crossdock.models.suppliers import Supplier
from crossdock.models.tasks import CrossDockTask
from crossdock.parts.keys import MAX_PART_LENGTH, brand_key
from crossdock.progress import Stage

MAX_KEPT = 20
"""So many baskets of a task are kept: the latest."""


class RuleSet(BaseModel):
    """Which offers a team wants more than others, kept under a name."""

    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("purchasing rules")
        verbose_name_plural = _("purchasing rules")

    def __str__(self) -> str:
        return self.name


class PurchasingRule(BaseModel):
    """How much the offers of a supplier, for a brand, or of both are wanted."""

    class Wish(models.TextChoices):
        """How much the offers are wanted; what no rule names is wanted as usual."""

        PREFERRED = "preferred", _("Preferred")
        LAST_RESORT = "last_resort", _("Last resort")
        NEVER = "never", _("Never")

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="rules")
    wish = models.CharField(_("how much"), max_length=20, choices=Wish)
    supplier = models.ForeignKey(
        Supplier, models.CASCADE, null=True, blank=True, verbose_name=_("supplier")
    )
    brand = models.CharField(_("brand"), max_length=MAX_PART_LENGTH, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = (
            models.CheckConstraint(
                name="rule_is_about_something",
                condition=Q(supplier__isnull=False) | ~Q(brand=""),
                violation_error_message=_("Choose a supplier, or write a brand, or both."),
            ),
        )

    def __str__(self) -> str:
        about = " · ".join(filter(None, (str(self.supplier or ""), self.brand)))
        return f"{self.get_wish_display()}: {about}"

    @property
    def brand_key(self) -> str:
        """The brand as brands are compared; "" is every brand."""
        return brand_key(self.brand)


class Basket(MakesDocument):
    """What to order from whom for a task, by some rules."""

    root = "baskets"
    actor_name = "solve_basket_task"
    stage_weights: ClassVar[Mapping[Stage, int]] = {
        Stage.LOADING: 15,
        Stage.SOLVING: 80,
        Stage.WRITING: 5,
    }

    task = models.ForeignKey(CrossDockTask, models.CASCADE, related_name="baskets")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rule_set = models.ForeignKey(
        RuleSet, models.SET_NULL, null=True, blank=True, verbose_name=_("purchasing rules")
    )
    options = models.JSONField(
        default=dict,
        editable=False,
        help_text="as pipeline.basket_options has them",
    )
    takes_best_so_far = models.BooleanField(default=False, editable=False)
    prices_as_of = models.DateTimeField(_("prices as of"), null=True, editable=False)

    class Meta(MakesDocument.Meta):
        abstract = False
        ordering = ("-created_at",)
        verbose_name = _("basket")
        verbose_name_plural = _("baskets")

    def __str__(self) -> str:
        return str(self.task)

    @classmethod
    def ask_for(cls, task: CrossDockTask, **fields: Any) -> "Basket | None":
        """Have one made; None while another one of the task is on its way.

        The oldest of more than MAX_KEPT are removed.
        """
        with transaction.atomic():
            CrossDockTask.objects.select_for_update(no_key=True).get(pk=task.pk)
            baskets = cls.objects.filter(task=task)
            if baskets.filter(status__in=ACTIVE).exists():
                return None
            for oldest in baskets[MAX_KEPT - 1 :]:
                oldest.remove()
            basket = cls(task=task, **fields)
            basket.submit()
        return basket

    @classmethod
    def latest_of(cls, task: CrossDockTask) -> "Basket | None":
        """The one that was asked for last."""
        return cls.objects.filter(task=task).select_related("task", "user", "rule_set").first()

    def take_best_so_far(self) -> bool:
        """Wish the search to end with what it has; False if none is under way."""
        rows = type(self).objects.filter(pk=self.pk, status__in=ACTIVE)
        return rows.update(takes_best_so_far=True) == 1

    def retry(self) -> bool:
        """Start the next attempt, which searches to its end."""
        with transaction.atomic():
            is_started = super().retry()
            if is_started:
                type(self).objects.filter(pk=self.pk).update(takes_best_so_far=False)
        return is_started
