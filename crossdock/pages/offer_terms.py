"""What a page says of an offer besides its price: how old it is, when it arrives, its pack."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crossdock.models import Supplier
from crossdock.models.delivery import arrival
from crossdock.offers.answers import BestOffer


def arrives_at(supplier: Supplier, hours: int | None, ordered_at: datetime) -> datetime:
    """When an offer arrives that is ordered then; `hours` is its own delivery time, if it has one.

    In the project's time zone.
    """
    delivery_hours = supplier.delivery_hours if hours is None else hours
    return arrival(localtime(ordered_at), delivery_hours, supplier.cut_off, supplier.weekdays)


def describe_offer(
    offer: BestOffer, demand: float | None, supplier: Supplier | None, now: datetime
) -> Iterator[str]:
    """Its day and age, when it would arrive, and the pack or minimum that the demand does not fit.

    Nothing of the arrival where the supplier is not known any more.
    """
    age = (localtime(now).date() - offer.valid_from).days
    day = date_format(offer.valid_from, "MONTH_DAY_FORMAT")
    age_text = ngettext("%(number)d day old", "%(number)d days old", age) % {"number": age}
    yield f"{day}, {age_text}" if age else day
    terms = offer.terms
    if supplier is not None:
        moment = date_format(arrives_at(supplier, terms.hours, now), "MONTH_DAY_FORMAT")
        yield _("arrives %(day)s") % {"day": moment}
    pieces = Decimal(repr(1.0 if demand is None else demand))
    if terms.pack and pieces % terms.pack:
        yield _("pack of %(pieces)d") % {"pieces": terms.pack}
    if terms.minimum and pieces < terms.minimum:
        yield _("at least %(pieces)d") % {"pieces": terms.minimum}
    if terms.store:
        yield terms.store
