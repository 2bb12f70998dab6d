from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crossdock.models.base import BaseModel
from crossdock.models.suppliers import BrandAlias
from crossdock.parts.keys import MAX_PART_LENGTH

LATER = timedelta(days=14)
"""Who answers "Later" is asked again after this time."""


class BrandDecision(BaseModel):
    """What somebody has said of two brands. The keys are in their order, each with its name.

    One that is undone stays for the record, and nothing of what it changed.
    """

    class Answer(models.TextChoices):
        """Whether they are one."""

        YES = "YES", _("One brand")
        NO = "NO", _("Different brands")
        LATER = "LATER", _("Later")
        PROPOSED = "PROPOSED", _("Proposed as one")

    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    key_1 = models.CharField(max_length=MAX_PART_LENGTH)
    key_2 = models.CharField(max_length=MAX_PART_LENGTH)
    name_1 = models.CharField(max_length=MAX_PART_LENGTH)
    name_2 = models.CharField(max_length=MAX_PART_LENGTH)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("user")
    )
    lines = models.PositiveIntegerField(
        default=0, help_text="missed in the last days, that the other spelling would find"
    )
    alias = models.ForeignKey(BrandAlias, models.SET_NULL, null=True, related_name="decisions")
    change = models.CharField(
        max_length=2 * MAX_PART_LENGTH + 3, blank=True, help_text="the alias as it was made"
    )
    taken = models.JSONField(default=list, help_text="aliases that it took away: [spelling, brand]")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("decision about brands")
        verbose_name_plural = _("decisions about brands")
        constraints = (
            models.UniqueConstraint(
                fields=("key_1", "key_2"),
                name="decided_once",
                condition=Q(answer__in=("YES", "NO"), undone_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name_1} – {self.name_2}"

    @property
    def aliases_taken(self) -> list[str]:
        """The aliases that it took away, as people read them."""
        return [str(BrandAlias(alias=alias, brand=brand)) for alias, brand in self.taken]

    @classmethod
    def standing(cls) -> "QuerySet[BrandDecision]":
        """Those that have not been undone."""
        return cls.objects.filter(undone_at=None)

    @classmethod
    def told_apart(cls) -> set[tuple[str, str]]:
        """The pairs that are different brands: nobody is asked about them again."""
        decisions = cls.standing().filter(answer=cls.Answer.NO)
        return set(decisions.values_list("key_1", "key_2"))

    @classmethod
    def put_off(cls) -> set[tuple[str, str]]:
        """The pairs that are to be asked about later."""
        answered = cls.standing().filter(answer=cls.Answer.LATER)
        recent = answered.filter(created_at__gt=timezone.now() - LATER)
        return set(recent.values_list("key_1", "key_2"))
