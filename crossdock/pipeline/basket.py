"""From a request file to a problem for the solver: the parts wanted, and all offers for them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil
from pathlib import Path

from django.utils import timezone

from crossdock.basket.problem import MAX_PIECES, Line, Offer, Problem, Rules, Terms, units
from crossdock.models import Supplier
from crossdock.models.delivery import arrival
from crossdock.offers.every import all_offers
from crossdock.offers.found import CurrentOffer
from crossdock.offers.search import OfferSearch
from crossdock.orders.lines import discounted
from crossdock.pipeline.request_file import read_lines
from crossdock.pipeline.request_parts import PART_COLUMNS
from crossdock.pipeline.wanted import Wanted, WantedParts, wanted_parts
from crossdock.progress import Reporter, Stage
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping
from crossdock.spreadsheets.reader_process import open_table

BATCH = 2_000
"""Parts that are looked up at once."""

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Market:
    """What is wanted and everything that is on offer for it, at one moment.

    `offers` stand for the problem's, one for one; `suppliers` likewise.
    """

    wanted: WantedParts
    suppliers: tuple[Supplier, ...]
    offers: tuple[CurrentOffer, ...]
    problem: Problem
    prices_as_of: datetime

    def with_rules(self, rules: Rules) -> Problem:
        """The problem, with these rules."""
        return replace(self.problem, rules=rules)


def load_market(
    request: Path,
    search: OfferSearch,
    reporter: Reporter,
    *,
    mapping: ColumnMapping = NO_MAPPING,
    ordered: frozenset[int] = frozenset(),
) -> Market:
    """Read a request file and look all its parts up, in one version of the price lists.

    Lines that were `ordered` before (their numbers) are left out. Raises UserError for what is
    wrong with the file, and what `reporter` raises to stop.
    """
    reporter.enter(Stage.LOADING)
    table = open_table(request, needed=PART_COLUMNS, mapping=mapping)

    def stop() -> None:
        table.kill()
        search.cancel()

    with reporter.stoppable(stop):
        with table:
            wanted = wanted_parts(read_lines(table), ordered)
        with search.one_version():
            suppliers = tuple(
                Supplier.objects.filter(pk__in=search.supplier_ids).order_by("name", "pk")
            )
            offers = _offers(wanted.parts, search, reporter)
            as_of = search.prices_as_of
    return _market(wanted, suppliers, offers, as_of)


def _offers(
    parts: list[Wanted], search: OfferSearch, reporter: Reporter
) -> list[tuple[int, CurrentOffer]]:
    """The offers for the parts, with the part's place."""
    offers_found: list[tuple[int, CurrentOffer]] = []
    for start in range(0, len(parts), BATCH):
        batch = parts[start : start + BATCH]
        for place, offers in enumerate(
            all_offers(search, [wanted.part for wanted in batch]), start
        ):
            offers_found += [(place, offer) for offer in offers]
        reporter.report(Stage.LOADING, min(start + BATCH, len(parts)), len(parts))
    return offers_found


def _market(
    wanted: WantedParts,
    suppliers: tuple[Supplier, ...],
    found: list[tuple[int, CurrentOffer]],
    as_of: datetime,
) -> Market:
    places = {supplier.pk: place for place, supplier in enumerate(suppliers)}
    arrivals = _Arrivals(suppliers, timezone.localtime(as_of))
    offers = tuple(
        Offer(
            line=line,
            supplier=(place := places[offer.supplier_id]),
            price=units(_price(suppliers[place], offer.price)),
            stock=min(int(offer.quantity), MAX_PIECES),
            pack=offer.pack or 1,
            minimum=offer.minimum_quantity or 1,
            hours=arrivals.hours(place, offer.delivery_hours),
        )
        for line, offer in found
    )
    lines = tuple(
        Line(
            part.lines[0],
            min(part.asked, MAX_PIECES) if part.problem is None else part.asked,
            None if part.ceiling is None else units(part.ceiling),
        )
        for part in wanted.parts
    )
    problem = Problem(lines, offers, tuple(map(_terms, suppliers)))
    return Market(wanted, suppliers, tuple(offer for _line, offer in found), problem, as_of)


def _price(supplier: Supplier, price: Decimal) -> Decimal:
    """What a piece costs, with the discount, to the kopeck as on an order; what is less stays."""
    return discounted(price, supplier.discount) or price


def _terms(supplier: Supplier) -> Terms:
    return Terms(
        units(supplier.minimum_sum or 0),
        units(supplier.delivery_cost or 0),
        None if supplier.free_from is None else units(supplier.free_from),
    )


class _Arrivals:
    """In how many hours goods arrive that are ordered at a moment."""

    def __init__(self, suppliers: tuple[Supplier, ...], ordered_at: datetime) -> None:
        self._suppliers = suppliers
        self._ordered_at = ordered_at
        self._known: dict[tuple[int, int | None], int] = {}

    def hours(self, place: int, listed_hours: int | None) -> int:
        """Those of a supplier; `own` is the delivery time that its list tells."""
        if (place, listed_hours) not in self._known:
            supplier = self._suppliers[place]
            hours = supplier.delivery_hours if listed_hours is None else listed_hours
            at = arrival(self._ordered_at, hours, supplier.cut_off, supplier.weekdays)
            self._known[place, listed_hours] = ceil((at - self._ordered_at) / HOUR)
        return self._known[place, listed_hours]
