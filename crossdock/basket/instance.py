"""A problem in the form that it is solved in: the offers that may be taken, as columns."""

import json
from array import array
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, NamedTuple, Self

from crossdock.basket.problem import Offer, Problem, Rank


class Bounds(NamedTuple):
    """The fewest and the most pieces of an offer that a line may take, in whole packs."""

    least: int
    most: int


@dataclass(frozen=True)
class Instance:
    """Columns: `asked` has a value for each line, the `minimum_sums`… for each supplier, and those
    from `offer` to `most` for each offer that may be taken; these are in the order of their lines,
    each line's from the cheapest. `offer` is its place in the problem.
    """

    asked: list[int]
    offer: list[int]
    line: list[int]
    supplier: list[int]
    price: list[int]
    pack: list[int]
    least: list[int]
    most: list[int]
    minimum_sums: list[int]
    delivery_costs: list[int]
    free_from: list[int]
    max_suppliers: int | None
    budget: int | None
    max_share: int | None
    no_split: bool

    def to_bytes(self) -> bytes:
        """One line of JSON, and the columns behind it."""
        head: dict[str, Any] = {}
        columns = bytearray()
        for name in (field.name for field in fields(self)):
            value = getattr(self, name)
            if isinstance(value, list):
                head[name] = [len(value)]
                columns += array("q", value).tobytes()
            else:
                head[name] = value
        return json.dumps(head).encode() + b"\n" + columns

    def among(self, suppliers: Collection[int]) -> Self:
        """The same with nothing but the offers of these suppliers, all of which may be used."""
        places = [place for place, supplier in enumerate(self.supplier) if supplier in suppliers]
        names = ("offer", "line", "supplier", "price", "pack", "least", "most")
        columns: dict[str, Any] = {
            name: [getattr(self, name)[place] for place in places] for name in names
        }
        return replace(self, max_suppliers=None, **columns)

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """The opposite of `to_bytes`."""
        line, _, columns = content.partition(b"\n")
        values = json.loads(line)
        place = 0
        for name, value in values.items():
            if isinstance(value, list):
                end = place + 8 * value[0]
                values[name] = array("q", columns[place:end]).tolist()
                place = end
        return cls(**values)


NEVER_FREE = -1
"""Stands in `free_from` where delivery is always paid."""


def bounds(offer: Offer, asked: int) -> Bounds | None:
    """How many pieces of it a line may take; None if it cannot be taken at all.

    Nobody takes more of an offer than would fill the line by itself.
    """
    pack = max(offer.pack, 1)
    least = -(-max(offer.minimum, 1) // pack) * pack
    most = min(offer.stock // pack * pack, max(least, -(-asked // pack) * pack))
    return Bounds(least, most) if least <= most and asked > 0 else None


def may_be_taken(problem: Problem, offer: Offer) -> bool:
    """Whether the rules for single offers allow this one."""
    rules = problem.rules
    ceiling = problem.lines[offer.line].ceiling
    pinned = rules.pins.get(offer.line, offer.supplier)
    if rules.within_hours is not None and (offer.hours is None or offer.hours > rules.within_hours):
        return False
    return (
        offer.rank is not Rank.NEVER
        and (ceiling is None or offer.price <= ceiling)
        and offer.supplier not in rules.excluded
        and pinned == offer.supplier
    )


class Row(NamedTuple):
    """An offer that may be taken, and what it is sorted by."""

    line: int
    price: int
    supplier: int
    place: int
    offer: Offer
    bounds: Bounds


def instance_of(problem: Problem, *, ranked: bool = True) -> Instance:
    """The offers that may be taken, and the rules that concern several of them.

    If `ranked`, offers that are wanted less are left out where the others can fill their line.
    """
    lines, no_split = problem.lines, problem.rules.no_split
    usable = sorted(
        Row(offer.line, offer.price, offer.supplier, place, offer, limits)
        for place, offer in enumerate(problem.offers)
        if may_be_taken(problem, offer) and (limits := bounds(offer, lines[offer.line].asked))
    )
    rows_kept = usable
    if ranked:
        by_line = groupby(usable, attrgetter("line"))
        wanted_rows = (_wanted(list(rows), lines[line].asked, no_split) for line, rows in by_line)
        rows_kept = list(chain.from_iterable(wanted_rows))
    terms, rules = problem.terms, problem.rules
    return Instance(
        asked=[line.asked for line in lines],
        offer=[row.place for row in rows_kept],
        line=[row.line for row in rows_kept],
        supplier=[row.supplier for row in rows_kept],
        price=[row.price for row in rows_kept],
        pack=[max(row.offer.pack, 1) for row in rows_kept],
        least=[row.bounds.least for row in rows_kept],
        most=[row.bounds.most for row in rows_kept],
        minimum_sums=[supplier_terms.minimum_sum for supplier_terms in terms],
        delivery_costs=[supplier_terms.delivery_cost for supplier_terms in terms],
        free_from=[
            NEVER_FREE if supplier_terms.free_from is None else supplier_terms.free_from
            for supplier_terms in terms
        ],
        max_suppliers=rules.max_suppliers,
        budget=rules.budget,
        max_share=rules.max_share,
        no_split=rules.no_split,
    )


def _wanted(rows: list[Row], asked: int, no_split: bool) -> list[Row]:
    """A line's offers without those that are wanted less than others that can fill it."""
    for rank in (Rank.PREFERRED, Rank.ORDINARY):
        preferred = [row for row in rows if row.offer.rank <= rank]
        pieces = [row.bounds.most for row in preferred]
        if (max(pieces, default=0) if no_split else sum(pieces)) >= asked:
            return preferred
    return rows
