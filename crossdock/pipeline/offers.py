"""Which offers answer a request line: from the materialized view, or by the original query.

Rules (design, "Choosing offers"): of each enabled supplier of the group only its most recent offer
for a part counts, most recent by the day it was valid from, then by the order of import; where one
list has a part several times, its cheapest line with stock. It counts only if it is not older than
the lookback and there is some of it. The three cheapest answer, equal prices by supplier name.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from decimal import Decimal
from itertools import starmap
from typing import Any, NamedTuple

import psycopg
from django.db import DatabaseError, connection
from django.utils import timezone
from psycopg.errors import QueryCanceled
from psycopg.pq import TransactionStatus

from crossdock.models import SupplierGroup
from crossdock.pipeline.brands import BrandSpellings
from crossdock.pipeline.current_offers import is_filled
from crossdock.pipeline.keys import Part, article_key, brand_key
from crossdock.pipeline.offer_queries import (
    ANY_SPELLING,
    EACH_BY_ORIGINAL,
    EACH_BY_VIEW,
    ONE_SPELLING,
    ORIGINAL_QUERY,
    VIEW_QUERY,
    ShortCut,
)
from crossdock.pipeline.outcomes import Outcome
from crossdock.pipeline.result_lines import OFFERS_PER_LINE, BestOffer

logger = logging.getLogger(__name__)

SPELLING_SEPARATOR = "\x1f"
"""Stands between a brand's spellings; a control character never gets into a key."""

CANCEL_SECONDS = 2
"""How long the server may take to hear that a query is to end."""


class Answer(NamedTuple):
    """Up to three best offers for a part, the cheapest first, and what came of the look-up."""

    offers: list[BestOffer]
    outcome: Outcome


class LatestOffer(NamedTuple):
    """A supplier's most recent offer for a part."""

    supplier_id: int
    price: Decimal
    quantity: Decimal
    valid_from: date


class BestOffers(NamedTuple):
    """The best offers for a batch of parts, as columns: one value for each offer.

    `numbers` are those of the parts, from 1 and ascending. A part may have more than three, in any
    order: equal prices are still to be told apart.
    """

    numbers: Sequence[int]
    suppliers: Sequence[int]
    prices: Sequence[float]
    quantities: Sequence[float]


NO_OFFERS = BestOffers((), (), (), ())
NO_ANSWER = Answer([], Outcome.NOT_FOUND)


class OfferSearch:
    """Looks parts up among the suppliers of a group, as they are when it is made.

    The view answers where it can; where it is missing or was never filled, where reading it fails,
    or on wish, the original query does: `by_original_query` says which of the two it was.

    It keeps the database connection of the thread that it was made in, and may be used in another
    thread as long as nobody else uses that connection.
    """

    def __init__(
        self, supplier_group: SupplierGroup, lookback_days: int, *, original_query: bool = False
    ) -> None:
        self.supplier_group = supplier_group
        self.lookback_days = lookback_days
        enabled = supplier_group.suppliers.filter(enabled=True).values_list("pk", "name")
        self._names: dict[int, str] = dict(sorted(enabled, key=lambda row: (row[1], row[0])))
        self.oldest = timezone.localdate() - timedelta(days=lookback_days)
        self._spellings = BrandSpellings.load()
        self._places = {pk: place for place, pk in enumerate(self._names)}
        self.by_original_query = original_query or not is_filled()
        if self.by_original_query and not original_query:
            logger.warning("the offers view has never been filled: the original query answers")
        with connection.cursor() as cursor:  # the planner overrates what is to be done here:
            cursor.execute("SET jit = off")  # compiling it would take longer than doing it
        self._connection: psycopg.Connection[Any] = connection.connection
        self._wrap_errors = connection.wrap_database_errors
        self._is_cancelled = False
        self._view_is_behind = False

    @property
    def supplier_ids(self) -> list[int]:
        """The suppliers that are asked; of equal prices, the one that stands first here wins."""
        return list(self._names)

    def cancel(self) -> None:
        """End a query that is running, from another thread, and answer no more."""
        self._is_cancelled = True
        self._connection.cancel_safe(timeout=CANCEL_SECONDS)

    def answers(self, parts: Sequence[Part]) -> list[Answer]:
        """One answer for each part, in their order; two queries for all of them at most."""
        return self.ask(parts)()

    def ask(self, parts: Sequence[Part]) -> Callable[[], list[Answer]]:
        """Query the database; what is returned makes the rows into answers when it is called.

        That is left to the thread that has time for it: this one asks for the next parts meanwhile.
        """
        found: list[tuple[list[int], BestOffers]] = []
        missing: set[int] = set(range(len(parts)))
        for short_cut, places in self._by_short_cut(parts):
            best = self._cheapest([parts[place] for place in places], short_cut)
            missing.difference_update([places[number - 1] for number in set(best.numbers)])
            found.append((places, best))
        rest = sorted(missing)
        judged = self._judged([parts[place] for place in rest])

        def answers() -> list[Answer]:
            made = [NO_ANSWER] * len(parts)
            for place, answer in zip(rest, starmap(self._answer, judged), strict=True):
                made[place] = answer
            for places, best in found:
                for number, answer in self._answers(best):
                    made[places[number - 1]] = answer
            return made

        return answers

    def latest(self, part: Part, suppliers: Sequence[int]) -> list[LatestOffer]:
        """The most recent offer of each of the suppliers (their ids), whether it counts or not."""
        rows = self._rows(EACH_BY_VIEW, EACH_BY_ORIGINAL, self._parameters([part], suppliers))
        return [LatestOffer(*row) for row in rows]

    def _by_short_cut(self, parts: Sequence[Part]) -> list[tuple[ShortCut, list[int]]]:
        """The places of those parts that there are short cuts for."""
        one: list[int] = []
        several: list[int] = []
        is_only = self._spellings.is_only
        for place, (key, article, ignore_zeros) in enumerate(parts):
            if key and article and not ignore_zeros:
                (one if is_only(key) else several).append(place)
        return [(ONE_SPELLING, one), (ANY_SPELLING, several)]

    def _cheapest(self, parts: Sequence[Part], short_cut: ShortCut) -> BestOffers:
        """The offers of those parts that the short cut finds any for."""
        if not parts or self.by_original_query:
            return NO_OFFERS
        parameters = {
            "brand_keys": "\n".join(self._brand_keys(parts)),
            "article_keys": "\n".join([part.article_key for part in parts]),
            "suppliers": self.supplier_ids,
            "oldest": self.oldest,
        }
        query = short_cut.with_changed if self._view_is_behind else short_cut.by_view
        rows = self._from_view(query, parameters)
        if rows and rows[0][0] and not self._view_is_behind:
            self._view_is_behind = True
            rows = self._from_view(short_cut.with_changed, parameters)
        if not rows:
            return NO_OFFERS
        self._view_is_behind, *columns = rows[0]
        return BestOffers(*columns) if columns[0] else NO_OFFERS

    def _answers(self, best: BestOffers) -> Iterator[tuple[int, Answer]]:
        """The number of each part, from 1, that has offers, and its answer."""
        places = map(self._places.__getitem__, best.suppliers)
        rows = sorted(zip(best.numbers, best.prices, places, best.quantities, strict=True))
        names = list(self._names.values())
        offers = [BestOffer(price, quantity, names[place]) for _, price, place, quantity in rows]
        start = 0
        for number, count in Counter(best.numbers).items():
            cheapest = offers[start : start + min(count, OFFERS_PER_LINE)]
            yield number, Answer(cheapest, Outcome.FOUND)
            start += count

    def _judged(self, parts: Sequence[Part]) -> list[tuple[Part, *tuple[Any, ...]]]:
        """Each part with what `_answer` needs besides, which tells also why there are no offers."""
        if not parts:
            return []
        parameters = self._parameters(parts, self.supplier_ids)
        rows = self._rows(VIEW_QUERY, ORIGINAL_QUERY, parameters)
        return [(part, *row) for part, row in zip(parts, rows, strict=True)]

    def _rows(self, by_view: str, by_original: str, parameters: dict[str, Any]) -> list[Any]:
        rows = None if self.by_original_query else self._from_view(by_view, parameters)
        if rows is None:
            with self._wrap_errors:
                rows = self._execute(by_original, parameters)
        return rows

    def _from_view(self, query: str, parameters: dict[str, Any]) -> list[Any] | None:
        """What the view answers; None if it cannot, and from then on the original query does."""
        try:
            with self._wrap_errors, self._harmless():
                return self._execute(query, parameters)
        except DatabaseError as error:
            if isinstance(error.__cause__, QueryCanceled) or self._connection.closed:
                raise
            logger.exception("the offers view cannot be read: the original query answers")
            self.by_original_query = True
        return None

    def _harmless(self) -> AbstractContextManager[object]:
        """A savepoint inside a transaction, which an error would break; else there is no need."""
        is_idle = self._connection.info.transaction_status is TransactionStatus.IDLE
        return nullcontext() if is_idle else self._connection.transaction()

    def _execute(self, query: str, parameters: dict[str, Any]) -> list[Any]:
        if self._is_cancelled:
            raise QueryCanceled
        with psycopg.Cursor(self._connection) as cursor:
            return cursor.execute(query, parameters, binary=True).fetchall()

    def _parameters(self, parts: Sequence[Part], suppliers: Sequence[int]) -> dict[str, Any]:
        return {
            "brand_keys": self._brand_keys(parts),
            "article_keys": [part.article_key for part in parts],
            "ignore_zeros": [part.ignore_zeros for part in parts],
            "suppliers": list(suppliers),
            "oldest": self.oldest,
        }

    def _brand_keys(self, parts: Sequence[Part]) -> list[str]:
        """All the spellings of each part's brand."""
        of, join = self._spellings.of, SPELLING_SEPARATOR.join
        return [join(of(part.brand_key)) for part in parts]

    def _answer(
        self,
        part: Part,
        suppliers: list[int] | None,
        prices: list[float],
        quantities: list[float],
        any_in_stock: bool | None,
    ) -> Answer:
        if suppliers:
            names = [self._names[supplier] for supplier in suppliers]
            found = Outcome.FOUND_IGNORING_ZEROS if part.ignore_zeros else Outcome.FOUND
            return Answer(list(map(BestOffer, prices, quantities, names)), found)
        if any_in_stock is None:
            return Answer([], Outcome.NOT_FOUND)
        return Answer([], Outcome.TOO_OLD if any_in_stock else Outcome.OUT_OF_STOCK)


def query_supplier_data(
    brand: str, article: str, supplier_group: SupplierGroup, lookback: int
) -> Sequence[BestOffer]:
    """Up to three best offers for a part: the original query, right by definition.

    `lookback` is in days. It reads the offers table; what reads anything else is measured by it.
    """
    part = Part(brand_key(brand), article_key(article))
    return OfferSearch(supplier_group, lookback, original_query=True).answers([part])[0].offers
