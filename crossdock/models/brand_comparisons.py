from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crossdock.models.one_at_a_time import OneAtATime
from crossdock.parts.keys import MAX_PART_LENGTH

GATHERING = timedelta(seconds=30)
"""A comparison waits so long for more tasks and price lists to end."""

REST = 30
"""Times as long as it has taken: a comparison of two minutes comes once an hour at most."""


class BrandComparison(OneAtATime):
    """One search of all offers and missed lines for brands that may be one."""

    actor_name = "compare_brands"

    class Meta(OneAtATime.Meta):
        abstract = False
        verbose_name = _("comparison of brands")
        verbose_name_plural = _("comparisons of brands")

    @classmethod
    def request(cls) -> None:
        """See to it that brands are compared before long; longer ones leave longer pauses."""
        pause = GATHERING
        last = cls.last()
        if last and last.finished_at and last.elapsed:
            rested_at = last.finished_at + REST * last.elapsed
            pause = max(pause, rested_at - timezone.now())
        cls.request_in(pause)


class BrandSuggestion(models.Model):
    """Two brand keys of which the offers say that they may be one brand.

    The rows are replaced as a whole by each comparison. The pair is in the keys' order. `lines`
    were missed in the last days and are offered under the other spelling; `sum` is what those of
    them that name a quantity would cost, `lines_with_sum` how many they are.
    """

    class Rule(models.TextChoices):
        """What speaks for a pair."""

        ALIKE = "A", _("the names are alike, and so are the articles")
        ARTICLES = "B", _("the articles are the same")
        PERHAPS = "P", _("one may be a part of the other")

    rule = models.CharField(max_length=1, choices=Rule)
    key_1 = models.CharField(max_length=MAX_PART_LENGTH)
    key_2 = models.CharField(max_length=MAX_PART_LENGTH)
    name_1 = models.CharField(max_length=MAX_PART_LENGTH)
    name_2 = models.CharField(max_length=MAX_PART_LENGTH)
    suppliers_1 = models.PositiveIntegerField(help_text="that offer the first")
    suppliers_2 = models.PositiveIntegerField(help_text="that offer the second")
    weight = models.FloatField(help_text="of the articles that speak for it")
    high = models.FloatField(help_text="share of the articles that agree, of the better side")
    low = models.FloatField(help_text="likewise, of the other side")
    shared = models.PositiveIntegerField(help_text="articles that are known under both")
    conflicts = models.PositiveIntegerField(help_text="articles that one list has under both")
    lines = models.PositiveIntegerField(default=0)
    lines_with_sum = models.PositiveIntegerField(default=0)
    sum = models.DecimalField(max_digits=40, decimal_places=4, null=True)
    examples = models.JSONField(
        default=dict,
        encoder=DjangoJSONEncoder,
        help_text="agree: [article, who has it under 1, under 2]; against: [article, who has both]",
    )

    class Meta:
        verbose_name = _("suggestion about brands")
        verbose_name_plural = _("suggestions about brands")
        constraints = (models.UniqueConstraint(fields=("key_1", "key_2"), name="suggested_pair"),)
        indexes = (models.Index("key_2", name="suggested_by_second"),)

    def __str__(self) -> str:
        return f"{self.name_1} = {self.name_2}"

    @property
    def high_percent(self) -> float:
        """`high`, 0 to 100."""
        return 100 * self.high

    @property
    def low_percent(self) -> float:
        """`low`, 0 to 100."""
        return 100 * self.low
