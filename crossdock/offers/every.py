"""All offers for some parts that count in a search, not only the three best."""

from collections.abc import Sequence
from typing import Any

from crossdock.offers.found import CurrentOffer, LatestOffer
from crossdock.offers.in_time_queries import LATEST_IN_TIME
from crossdock.offers.queries import ALL_CURRENT_OFFERS
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part


def all_offers(search: OfferSearch, parts: Sequence[Part]) -> list[list[CurrentOffer]]:
    """All that can be bought of each part, whatever it costs: each store, and each price.

    As old as the lookback allows at most; the cheapest first, then as of equal prices. Leading
    zeros are ignored where a part may lack them and nothing is found otherwise.
    """
    parameters = search.parameters(parts, search.supplier_ids)
    found = _current(search, len(parts), parameters)
    again = [place for place, part in enumerate(parts) if part.may_lack_zeros and not found[place]]
    if again:
        lacking = [parts[place] for place in again]
        parameters = search.parameters(lacking, search.supplier_ids, ignore_zeros=True)
        for place, offers in zip(again, _current(search, len(again), parameters), strict=True):
            found[place] = offers
    return found


def _current(
    search: OfferSearch, count: int, parameters: dict[str, Any]
) -> list[list[CurrentOffer]]:
    ranks = {supplier: rank for rank, supplier in enumerate(search.supplier_ids)}
    offers_by_part: list[list[CurrentOffer]] = [[] for _place in range(count)]
    for place, *values in search.database.from_table(ALL_CURRENT_OFFERS, parameters):
        offer = CurrentOffer(*values)
        in_time = search.in_time
        if in_time is None or in_time.allows(offer.supplier_id, offer.delivery_hours):
            offers_by_part[place].append(offer)
    for offers in offers_by_part:
        offers.sort(key=lambda o: (o.price, ranks[o.supplier_id], o.offer_id))
    return offers_by_part


def counting_offers(search: OfferSearch, parts: Sequence[Part]) -> list[list[LatestOffer]]:
    """The offers for each part of which the plain answer shows the three best, in no order."""
    latest = _latest(search, parts)
    again = [place for place, part in enumerate(parts) if part.may_lack_zeros and not latest[place]]
    if again:
        found = _latest(search, [parts[place] for place in again], ignore_zeros=True)
        for place, offers in zip(again, found, strict=True):
            latest[place] = offers
    return [
        [offer for offer in offers if offer.quantity > 0 and offer.valid_from >= search.oldest]
        for offers in latest
    ]


def _latest(
    search: OfferSearch, parts: Sequence[Part], *, ignore_zeros: bool = False
) -> list[list[LatestOffer]]:
    """Each supplier's most recent offer; of those too late as many as are not in stock."""
    suppliers = search.supplier_ids
    if search.in_time is None:
        return search.latest(parts, suppliers, ignore_zeros=ignore_zeros)
    parameters = search.parameters(parts, suppliers, ignore_zeros=ignore_zeros)
    latest: list[list[LatestOffer]] = [[] for _part in parts]
    for place, *offer, is_in_time in search.database.from_table(LATEST_IN_TIME, parameters):
        values = LatestOffer(*offer)
        latest[place].append(values if is_in_time else values._replace(quantity=0 * values.price))
    return latest
