"""What to order of a finished task, from the best offers of each line."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from crossdock.models import Supplier
from crossdock.offers.answers import BestOffer
from crossdock.orders.lines import OrderLine, discounted
from crossdock.results.line_blocks import NumberedLine


@dataclass
class PlainOrder:
    """The lines to order, and what of the list cannot be, or is not to be.

    `missing` has the pieces that no offer has, by the request line's number; `without_quantity`
    are lines that count as one piece; `ordered` those that were left out as ordered already.
    `unknown` are names of suppliers that are not there any more, or are two.
    """

    lines: list[OrderLine] = field(default_factory=list)
    missing: dict[int, Decimal] = field(default_factory=dict)
    without_quantity: int = 0
    ordered: int = 0
    unknown: set[str] = field(default_factory=set)


def plain_order(
    lines: Iterable[NumberedLine], suppliers: Mapping[str, Supplier], ordered: Collection[int] = ()
) -> PlainOrder:
    """Buy each line's pieces from its best offers, the cheapest first, in whole packs.

    `suppliers` are the group's, by their names; nothing is bought from others. `ordered` are the
    numbers of lines that are left out.
    """
    order = PlainOrder()
    for line in lines:
        if line.number in ordered:
            order.ordered += 1
            continue
        if line.demand == 0:
            continue
        if line.demand is None and line.offers:
            order.without_quantity += 1
        missing = _decimal(1 if line.demand is None else line.demand)
        for offer in line.offers:
            supplier = suppliers.get(offer.supplier)
            if supplier is None:
                order.unknown.add(offer.supplier)
            pieces = pieces_of(offer, missing) if supplier and missing > 0 else Decimal(0)
            if supplier and pieces:
                missing -= pieces
                order.lines.append(_line(line, offer, pieces, supplier))
        if missing > 0:
            order.missing[line.number] = missing
    return order


def pieces_of(offer: BestOffer, needed_pieces: Decimal) -> Decimal:
    """How many pieces of an offer to buy: in whole packs, at least the minimum, at most all."""
    terms, there = offer.terms, _decimal(offer.quantity)
    pieces = min(max(needed_pieces, Decimal(terms.minimum or 0)), there)
    if terms.pack:
        pack = Decimal(terms.pack)
        pieces = (pieces / pack).to_integral_value(ROUND_CEILING) * pack
        if pieces > there:
            pieces = (there / pack).to_integral_value(ROUND_FLOOR) * pack
    return Decimal(0) if pieces < (terms.minimum or 0) else pieces


def by_supplier(lines: Iterable[OrderLine]) -> dict[str, list[OrderLine]]:
    """The lines of each supplier, suppliers by name."""
    grouped: dict[str, list[OrderLine]] = {}
    for line in lines:
        grouped.setdefault(line.supplier, []).append(line)
    return dict(sorted(grouped.items()))


def suppliers_by_name(suppliers: Iterable[Supplier]) -> dict[str, Supplier]:
    """Suppliers by their names, without those that share one: whose offer is it?"""
    by_name: dict[str, list[Supplier]] = {}
    for supplier in suppliers:
        by_name.setdefault(supplier.name, []).append(supplier)
    return {
        name: suppliers_named[0]
        for name, suppliers_named in by_name.items()
        if len(suppliers_named) == 1
    }


def numbers(lines: Iterable[OrderLine]) -> Iterator[int]:
    """The request lines that are ordered, in their order, each once."""
    return iter(sorted({line.number for line in lines}))


def _line(line: NumberedLine, offer: BestOffer, pieces: Decimal, supplier: Supplier) -> OrderLine:
    terms = offer.terms
    return OrderLine(
        line.number,
        offer.supplier,
        terms.brand or line.brand,
        terms.article or line.article,
        pieces,
        discounted(_decimal(offer.price), supplier.discount),
        terms.store,
        line.code,
    )


def _decimal(number: float) -> Decimal:
    """The decimal that a person sees of it."""
    return Decimal(repr(number)).normalize()
