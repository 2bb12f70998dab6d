from django.db import models
from django.utils.translation import gettext_lazy as _

from crossdock.models.base import BaseModel
from crossdock.models.suppliers import Supplier


class PriceList(BaseModel):
    """One file from one supplier on one day. A larger id was imported later."""

    supplier = models.ForeignKey(
        Supplier, models.CASCADE, related_name="price_lists", verbose_name=_("supplier")
    )
    valid_from = models.DateField(_("valid from"))
    filename = models.CharField(_("file"), max_length=255, blank=True)
    rows_taken = models.PositiveIntegerField(_("rows taken"), default=0)
    rows_left_out = models.PositiveIntegerField(_("rows left out"), default=0)
    pruned_at = models.DateTimeField(
        _("offers removed"), null=True, editable=False, help_text=_("Its offers were too old.")
    )

    told_late_at = models.DateTimeField(
        null=True, editable=False, help_text="when staff were told that the next one is late"
    )

    class Meta:
        ordering = ("-valid_from", "-id")
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        indexes = (models.Index("supplier", "valid_from", "id", name="pricelist_last"),)

    def __str__(self) -> str:
        return f"{self.supplier} {self.valid_from}"

    def remove(self) -> None:
        """Delete it with its offers. Raises UserError where the supplier is being deleted."""
        with self.supplier.locked():
            self.delete()


LOOSE_ARTICLE = models.Func(
    models.Func(
        models.F("article_key"), models.Value("O"), models.Value("0"), function="translate"
    ),
    models.Value("0"),
    function="ltrim",
)
"""An article key with a zero for each O, without its leading zeros: the index is built on it.

One index thus serves all look-ups: the exact one, which compares the whole key besides, the one
that ignores leading zeros (for articles that were stored as numbers), and the one that tells what a
line may have meant. The article stands before the brand, so that it can be looked up alone; the
whole key stands behind, so that parts are told apart without a look at their offers.
"""


class Offer(models.Model):
    """One line of a price list, or what it has in one of several stores.

    Terms that the list does not tell are null: the supplier's hold then.

    No BaseModel: its times are the price list's, and two more columns with an index would make ten
    million rows a third larger and their import slower.
    """

    supplier = models.ForeignKey(
        Supplier,
        models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,  # the price list's holds; to check both would take an import longer
        verbose_name=_("supplier"),
    )
    price_list = models.ForeignKey(
        PriceList, models.CASCADE, related_name="offers", verbose_name=_("price list")
    )
    brand = models.TextField(_("brand"))
    article = models.TextField(_("article"))
    brand_key = models.TextField(editable=False)
    article_key = models.TextField(editable=False)
    price = models.DecimalField(_("price"), max_digits=14, decimal_places=4)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    valid_from = models.DateField(_("valid from"))
    pack = models.PositiveIntegerField(_("pack"), null=True, help_text=_("sold in multiples of it"))
    minimum_quantity = models.PositiveIntegerField(_("minimum quantity"), null=True)
    delivery_hours = models.PositiveIntegerField(_("delivery time, hours"), null=True)
    store = models.TextField(_("store"), null=True)  # noqa: DJ001  # a null costs a row nothing
    total_quantity = models.DecimalField(
        _("quantity in all stores"), max_digits=12, decimal_places=3, null=True
    )
    """Of a list's row that has stock in several stores, each of which is an offer."""

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        indexes = (
            models.Index(LOOSE_ARTICLE, "brand_key", "article_key", name="offer_by_article"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(price__gt=0), name="offer_price_positive"),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=0), name="offer_quantity_not_negative"
            ),
        )

    def __str__(self) -> str:
        return f"{self.brand} {self.article}"


class OfferChange(models.Model):
    """A mark that a supplier's price lists have changed since the view was refreshed.

    A trigger leaves it with every change of a price list; a refresh takes away the marks whose
    changes it has seen. There are no foreign keys: the mark outlives what is deleted.
    """

    supplier_id = models.BigIntegerField()
    price_list_id = models.BigIntegerField(
        null=True, help_text="a new price list, whose offers stand in the table of newer offers"
    )

    class Meta:
        verbose_name = _("offer change")
        verbose_name_plural = _("offer changes")

    def __str__(self) -> str:
        return str(self.supplier_id)
