"""Removes the offers of old price lists that later ones have superseded.

Deleted rows leave room in the table and its indexes, which autovacuum gives to the next imports:
the table does not shrink, nor does it grow beyond the days that are kept (docs/pruning.md).
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from crossdock.models import Offer, OfferChange, OffersRefresh, PriceList

BATCH = 10_000
"""Offers that one transaction deletes: a fraction of a second, and a wait for nobody."""

DELETE = """
    DELETE FROM crossdock_offer WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM crossdock_offer WHERE price_list_id = %s LIMIT %s
    ))
"""


def prune_old_offers() -> int:
    """Delete offers that are older than OFFERS_KEPT_DAYS, but no supplier's most recent list.

    Returns how many. The price lists themselves stay, for their dates and counts. It is safe to run
    beside anything, on several hosts at once, and to break off: a batch that deletes nothing may
    be one that another host has just deleted, so a list is marked only when no offer is left.
    """
    removed = 0
    for price_list in superseded():
        while Offer.objects.filter(price_list=price_list).exists():
            removed += _delete_batch(price_list)
        PriceList.objects.filter(pk=price_list.pk).update(pruned_at=timezone.now())
    if removed:
        OffersRefresh.request()
    return removed


def superseded() -> QuerySet[PriceList]:
    """The price lists whose time has come and whose offers are still there, the oldest first."""
    oldest_kept = timezone.localdate() - timedelta(days=settings.OFFERS_KEPT_DAYS)
    later = PriceList.objects.filter(
        Q(valid_from__gt=OuterRef("valid_from"))
        | Q(valid_from=OuterRef("valid_from"), pk__gt=OuterRef("pk")),
        supplier=OuterRef("supplier"),
    )
    superseded_lists = PriceList.objects.filter(
        Exists(later), valid_from__lt=oldest_kept, pruned_at=None
    )
    return superseded_lists.order_by("valid_from", "pk").select_related("supplier")


def _delete_batch(price_list: PriceList) -> int:
    """Delete some of its offers; how many.

    The mark goes with each batch: until the next refresh, the view still has what is deleted here.
    """
    with price_list.supplier.locked(), connection.cursor() as cursor:
        cursor.execute(DELETE, [price_list.pk, BATCH])
        deleted: int = cursor.rowcount
        if deleted:
            OfferChange.objects.create(supplier_id=price_list.supplier_id)
    return deleted
