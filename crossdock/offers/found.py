"""What the queries find for parts."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crossdock.offers.outcomes import Outcome


class LatestOffer(NamedTuple):
    """A supplier's most recent offer for a part."""

    supplier_id: int
    price: Decimal
    quantity: Decimal
    valid_from: date


class CurrentOffer(NamedTuple):
    """A line of a supplier's most recent list with a part; None: the list does not say.

    `brand` and `article` are as the supplier spells them; `delivery_hours` is the offer's own.
    """

    offer_id: int
    supplier_id: int
    price: Decimal
    quantity: Decimal
    valid_from: date
    brand: str
    article: str
    pack: int | None
    minimum_quantity: int | None
    delivery_hours: int | None
    store: str | None


class CheapestOffers(NamedTuple):
    """Offers for some parts of a batch, as columns: one value for each offer.

    `positions` are those of the parts in the batch, from 0.
    """

    positions: Sequence[int]
    suppliers: Sequence[int]
    prices: Sequence[float]
    quantities: Sequence[float]
    days: Sequence[int]
    terms: Sequence[str]


class ExplainedOffers(NamedTuple):
    """The three best offers for a part, and what came of the look-up, also where there are none."""

    suppliers: Sequence[int]
    prices: Sequence[float]
    quantities: Sequence[float]
    days: Sequence[int]
    terms: Sequence[str]
    outcome: Outcome


NO_OFFERS = CheapestOffers((), (), (), (), (), ())


def explained_offers(
    suppliers: list[int] | None,
    prices: list[float] | None,
    quantities: list[float] | None,
    days: list[int] | None,
    terms: list[str] | None,
    any_in_stock: bool | None,
    any_too_late: bool | None = False,
    *,
    found: Outcome,
) -> ExplainedOffers:
    """A row of the query that knows why there are none."""
    if suppliers and prices and quantities and days and terms:
        return ExplainedOffers(suppliers, prices, quantities, days, terms, found)
    if any_too_late:
        return ExplainedOffers((), (), (), (), (), Outcome.TOO_LATE)
    if any_in_stock is None:
        return _without_offers(Outcome.NOT_FOUND)
    return _without_offers(Outcome.TOO_OLD if any_in_stock else Outcome.OUT_OF_STOCK)


def _without_offers(outcome: Outcome) -> ExplainedOffers:
    """Nothing that counts, and what came of the look-up."""
    return ExplainedOffers((), (), (), (), (), outcome)


def no_offers(
    latest: Mapping[int, Sequence[LatestOffer]], group: Container[int], oldest: date
) -> dict[int, ExplainedOffers]:
    """What came of parts of which these, by position, are each supplier's most recent offers.

    Those of the group (ids) that are not older than `oldest` and have stock count. A part that has
    one is left out.
    """
    outcomes = {
        position: _outcome([offer for offer in offers if offer.supplier_id in group], oldest)
        for position, offers in latest.items()
    }
    return {position: _without_offers(outcome) for position, outcome in outcomes.items() if outcome}


def _outcome(latest: Sequence[LatestOffer], oldest: date) -> Outcome | None:
    stocked = [offer for offer in latest if offer.quantity > 0]
    if any(offer.valid_from >= oldest for offer in stocked):
        return None
    if not latest:
        return Outcome.NOT_FOUND
    return Outcome.TOO_OLD if stocked else Outcome.OUT_OF_STOCK
