"""A basket: which pieces are taken of which offers, and what that comes to, exactly."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from crossdock.basket.instance import bounds, may_be_taken
from crossdock.basket.problem import SHARE_UNITS, Offer, Problem


class Take(NamedTuple):
    """So many pieces of an offer (its place in the problem)."""

    offer: int
    pieces: int


class SupplierSum(NamedTuple):
    """What one supplier gets: money for goods, and for delivering them."""

    goods: int
    delivery: int


@dataclass(frozen=True)
class Basket:
    """The pieces taken, in the order of their lines."""

    problem: Problem
    takes: tuple[Take, ...]

    @classmethod
    def of(cls, problem: Problem, takes: Iterable[tuple[int, int]]) -> "Basket":
        """The basket with these pieces of these offers."""
        rows = [Take(offer, pieces) for offer, pieces in takes if pieces]
        rows.sort(key=lambda take: (problem.offers[take.offer].line, take.offer))
        return cls(problem, tuple(rows))

    @cached_property
    def pieces(self) -> Mapping[int, int]:
        """The pieces of each line that gets some."""
        pieces: Counter[int] = Counter()
        for offer, take in self._offers():
            pieces[offer.line] += take.pieces
        return pieces

    @cached_property
    def suppliers(self) -> dict[int, SupplierSum]:
        """What each supplier gets that is ordered from, in the suppliers' order."""
        goods: defaultdict[int, int] = defaultdict(int)
        for offer, take in self._offers():
            goods[offer.supplier] += offer.price * take.pieces
        terms = self.problem.terms
        return {
            supplier: SupplierSum(goods[supplier], terms[supplier].delivery(goods[supplier]))
            for supplier in sorted(goods)
        }

    @cached_property
    def goods(self) -> int:
        """What all pieces cost."""
        return sum(sums.goods for sums in self.suppliers.values())

    @cached_property
    def delivery(self) -> int:
        """What all deliveries cost."""
        return sum(sums.delivery for sums in self.suppliers.values())

    @property
    def total(self) -> int:
        """What is to be paid."""
        return self.goods + self.delivery

    @cached_property
    def missing(self) -> dict[int, int]:
        """The pieces that each line lacks which is not filled."""
        lacking = {
            place: line.asked - self.pieces.get(place, 0)
            for place, line in enumerate(self.problem.lines)
        }
        return {place: pieces for place, pieces in lacking.items() if pieces > 0}

    @cached_property
    def surplus(self) -> dict[int, int]:
        """The pieces that each line gets beyond what it asks for."""
        lines = self.problem.lines
        beyond = {place: pieces - lines[place].asked for place, pieces in self.pieces.items()}
        return {place: pieces for place, pieces in beyond.items() if pieces > 0}

    @property
    def latest_hours(self) -> int | None:
        """When the last piece arrives, in hours; None if that is unknown, or nothing is taken."""
        hours = [offer.hours for offer, _take in self._offers()]
        times = [time for time in hours if time is not None]
        return max(times) if times and len(times) == len(hours) else None

    @property
    def worth(self) -> tuple[int, int, int]:
        """What baskets are compared by; the least is the best."""
        return sum(self.missing.values()), self.total, len(self.suppliers)

    def keeps_the_rules(self) -> bool:
        """Whether everything about it is allowed. A basket that is made by floats may not be."""
        return all(self._checks())

    def _checks(self) -> Iterator[bool]:
        problem, rules, suppliers = self.problem, self.problem.rules, self.suppliers
        for offer, take in self._offers():
            limits = bounds(offer, problem.lines[offer.line].asked)
            yield limits is not None and limits.least <= take.pieces <= limits.most
            yield take.pieces % max(offer.pack, 1) == 0 and may_be_taken(problem, offer)
        offers_of_line = Counter(offer.line for offer, _take in self._offers())
        yield not rules.no_split or max(offers_of_line.values(), default=0) <= 1
        yield rules.max_suppliers is None or len(suppliers) <= rules.max_suppliers
        yield rules.budget is None or self.total <= rules.budget
        for supplier, (goods, _delivery) in suppliers.items():
            yield goods >= problem.terms[supplier].minimum_sum
            share = rules.max_share
            yield share is None or goods * 100 * SHARE_UNITS <= share * self.goods

    def _offers(self) -> Iterator[tuple[Offer, Take]]:
        return ((self.problem.offers[take.offer], take) for take in self.takes)
