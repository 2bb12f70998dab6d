from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from crossdock.models.brand_comparisons import BrandComparison
from crossdock.models.offers import OfferChange
from crossdock.models.one_at_a_time import OneAtATime

GATHERING = timedelta(seconds=20)
"""A refresh waits so long for more price lists to arrive; results never wait for it."""


class OffersRefresh(OneAtATime):
    """One refresh of the materialized view; it shows the offers as they were at the start."""

    actor_name = "refresh_offers"

    class Meta(OneAtATime.Meta):
        abstract = False
        verbose_name = _("making the offers ready for fast look-up")
        verbose_name_plural = _("makings of the offers ready for fast look-up")

    @classmethod
    def request(cls) -> None:
        """See to it that the view is refreshed soon; many requests in a row make one refresh."""
        cls.request_in(GATHERING)

    @classmethod
    def request_if_behind(cls) -> None:
        """Request a refresh if price lists have changed since the last one."""
        if OfferChange.objects.exists():
            cls.request()

    def mark_as_success(self, *args: Any, **results: Any) -> bool:
        """End it well; what the offers say of their brands may have changed."""
        marked = super().mark_as_success(*args, **results)
        if marked:
            BrandComparison.request()
        return marked
