"""Why a task would choose the offers for a part that it chooses, and not the others."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crossdock.models import Supplier
from crossdock.offers.answers import OFFERS_PER_LINE
from crossdock.offers.found import LatestOffer
from crossdock.offers.queries import BRANDS_OF_ARTICLE, BRANDS_OF_ARTICLES
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part, article_key

MAX_BRANDS = 20


class Verdict(models.TextChoices):
    """What becomes of an offer."""

    CHOSEN = "chosen", _("Chosen")
    DEARER = "dearer", _("Three others are cheaper")
    TOO_OLD = "too_old", _("Too old")
    OUT_OF_STOCK = "out_of_stock", _("Out of stock")
    NOT_IN_GROUP = "not_in_group", _("Supplier is not in the group")
    DISABLED = "disabled", _("Supplier is disabled")


class ExplainedOffer(NamedTuple):
    """A supplier's most recent offer for a part, its age in days, and what becomes of it."""

    supplier: Supplier
    price: Decimal
    quantity: Decimal
    valid_from: date
    age: int
    verdict: Verdict


def explain(parts: Sequence[Part], search: OfferSearch) -> list[list[ExplainedOffer]]:
    """Every supplier's most recent offer for each part, by two queries for all of them.

    Those that count come first, the cheapest of them first.
    """
    suppliers = Supplier.objects.in_bulk()
    latest = search.latest(parts, list(suppliers))
    return [_explained(offers, suppliers, search) for offers in latest]


def _explained(
    latest: Sequence[LatestOffer], suppliers: Mapping[int, Supplier], search: OfferSearch
) -> list[ExplainedOffer]:
    ranks = {supplier: rank for rank, supplier in enumerate(search.supplier_ids)}

    def order(offer: LatestOffer) -> tuple[bool, Decimal, int, str]:
        supplier = suppliers[offer.supplier_id]
        rank = ranks.get(supplier.pk, len(ranks))
        return _refusal(offer, supplier, search) is not None, offer.price, rank, supplier.name

    today = timezone.localdate()
    explained = []
    for position, offer in enumerate(sorted(latest, key=order)):
        supplier = suppliers[offer.supplier_id]
        counts_as = Verdict.CHOSEN if position < OFFERS_PER_LINE else Verdict.DEARER
        verdict = _refusal(offer, supplier, search) or counts_as
        age = (today - offer.valid_from).days
        explained.append(
            ExplainedOffer(supplier, offer.price, offer.quantity, offer.valid_from, age, verdict)
        )
    return explained


def brands_of(article: str) -> dict[str, str]:
    """The brands under which an article was ever on offer, at most MAX_BRANDS.

    By their keys, each as one of its suppliers spells it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            BRANDS_OF_ARTICLE, {"article_key": article_key(article), "limit": MAX_BRANDS}
        )
        return dict(cursor.fetchall())


def brands_of_each(article_keys: Collection[str]) -> dict[str, list[str]]:
    """The brands under which each of some articles was ever on offer, at most MAX_BRANDS each."""
    if not article_keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            BRANDS_OF_ARTICLES, {"article_keys": list(article_keys), "limit": MAX_BRANDS}
        )
        return dict(cursor.fetchall())


def _refusal(offer: LatestOffer, supplier: Supplier, search: OfferSearch) -> Verdict | None:
    if not supplier.enabled:
        return Verdict.DISABLED
    if supplier.pk not in search.supplier_ids:
        return Verdict.NOT_IN_GROUP
    if offer.quantity <= 0:
        return Verdict.OUT_OF_STOCK
    return Verdict.TOO_OLD if offer.valid_from < search.oldest else None
