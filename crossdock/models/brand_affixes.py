from django.db import models
from django.utils.translation import gettext_lazy as _

from crossdock.parts.keys import MAX_PART_LENGTH

MAX_AFFIX_LENGTH = 6


class BrandAffix(models.Model):
    """Letters that suppliers write before or behind all article numbers of a brand: BOS0986452041.

    The rows are replaced as a whole by each comparison of brands.
    """

    brand_key = models.CharField(max_length=MAX_PART_LENGTH)
    affix = models.CharField(max_length=MAX_AFFIX_LENGTH)
    is_prefix = models.BooleanField(help_text="stands before the article, else behind it")
    suppliers = models.PositiveIntegerField(help_text="that write it so")

    class Meta:
        verbose_name = _("letters added to articles")
        verbose_name_plural = _("letters added to articles")
        constraints = (
            models.UniqueConstraint(
                fields=("brand_key", "affix", "is_prefix"), name="affix_of_brand"
            ),
        )

    def __str__(self) -> str:
        return f"{self.affix}…" if self.is_prefix else f"…{self.affix}"
