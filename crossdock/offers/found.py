"""What the queries find for parts."""

from collections.abc import Sequence
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
    *,
    found: Outcome,
) -> ExplainedOffers:
    """A row of the query that knows why there are none."""
    if suppliers and prices and quantities and days and terms:
        return ExplainedOffers(suppliers, prices, quantities, days, terms, found)
    if any_in_stock is None:
        return ExplainedOffers((), (), (), (), (), Outcome.NOT_FOUND)
    outcome = Outcome.TOO_OLD if any_in_stock else Outcome.OUT_OF_STOCK
    return ExplainedOffers((), (), (), (), (), outcome)
