"""Which offers answer a request line: from the materialized view, or by the original query.

Rules (design, "Choosing offers"): of each enabled supplier of the group only its most recent offer
for a part counts, most recent by the day it was valid from, then by the order of import; where one
list has a part several times, its cheapest line with stock. It counts only if it is not older than
the lookback and there is some of it. The three cheapest answer, equal prices by supplier name.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from itertools import chain
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils import timezone

from crossdock.models import Supplier, SupplierGroup
from crossdock.offers.answers import Answer, Answers, BestOffer, best_answers
from crossdock.offers.brands import BrandSpellings, LoneSpellings
from crossdock.offers.database import OfferDatabase
from crossdock.offers.evidence import NO_EVIDENCE
from crossdock.offers.fast_query import FAST_QUERY, FAST_QUERY_WITH_NEWER
from crossdock.offers.found import (
    NO_OFFERS,
    CheapestOffers,
    ExplainedOffers,
    LatestOffer,
    explained_offers,
    no_offers,
)
from crossdock.offers.in_time import InTime
from crossdock.offers.in_time_queries import IN_TIME_QUERY
from crossdock.offers.outcomes import Outcome
from crossdock.offers.queries import (
    LATEST_OFFERS_BY_ORIGINAL,
    LATEST_OFFERS_BY_VIEW,
    ORIGINAL_QUERY,
    VIEW_QUERY,
)
from crossdock.offers.reasons import Reason, Reasons
from crossdock.offers.replica import up_to_date
from crossdock.parts.keys import Part, article_key, brand_key

UNEXPLAINED = (Outcome.NOT_FOUND, Outcome.TOO_OLD)
"""Of these there is more to say than the look-up itself knows."""

SPELLING_SEPARATOR = "\x1f"
"""Stands between a brand's spellings; a control character never gets into a key."""


class OfferSearch:
    """Looks parts up among the suppliers of a group, as they are when it is made.

    The view answers where it can; where it is missing or was never filled, where reading it fails,
    or on wish, the original query does: `by_original_query` says which of the two it was.

    Bound to the connection of the creating thread; may be used from another thread if nobody else
    uses that connection. Whatever queries raises DatabaseError.
    """

    prices_as_of: datetime
    """When `one_version` began, by the primary's clock."""

    def __init__(
        self,
        supplier_group: SupplierGroup,
        lookback_days: int,
        *,
        original_query: bool = False,
        within_hours: int | None = None,
        may_read_replica: bool = False,
    ) -> None:
        self.supplier_group = supplier_group
        self.lookback_days = lookback_days
        suppliers = list(supplier_group.suppliers.filter(enabled=True))
        suppliers.sort(key=lambda supplier: (supplier.name, supplier.pk))
        self._names: dict[int, str] = {each.pk: each.name for each in suppliers}
        self.delivery_hours = hours_by_name(suppliers)
        self.within_hours, self.in_time = within_hours, None
        if within_hours is not None:
            self.in_time = InTime.of(suppliers, within_hours, timezone.localtime())
        self.oldest = timezone.localdate() - timedelta(days=lookback_days)
        self.spellings = BrandSpellings.load()
        self._ranks = {pk: rank for rank, pk in enumerate(self._names)}
        self.database = OfferDatabase(original_query=original_query)
        self._may_read_replica = may_read_replica
        self._lone = LoneSpellings(self.spellings, self.database)
        self._view_is_behind = False

    @property
    def by_original_query(self) -> bool:
        """Whether the original query answers, on wish or because the view cannot be read."""
        return self.database.by_original_query

    @property
    def supplier_ids(self) -> list[int]:
        """The ids of those that count; of equal prices, the one that stands first here wins."""
        return list(self._names)

    @contextmanager
    def one_version(self) -> Iterator[None]:
        """Let all look-ups in the block see the offers as they are now, whatever arrives meanwhile.

        To be entered by the creating thread. Inside a transaction that one's isolation holds. A
        replica is read if this search may do so, and if it has all that is committed now.
        """
        begins = not connections[DEFAULT_DB_ALIAS].in_atomic_block
        reads_replica = self._may_read_replica and begins
        alias, moment = up_to_date() if reads_replica else (DEFAULT_DB_ALIAS, None)
        with self.database.at(alias), transaction.atomic(using=alias):
            with connections[alias].cursor() as cursor:
                if begins:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SELECT statement_timestamp()")  # the first query: the snapshot
                (now,) = cursor.fetchone()
            self.prices_as_of = moment or now
            with self.database.only_reading() if begins else nullcontext():
                yield

    def cancel(self) -> None:
        """End a query that is running, from another thread, and answer no more."""
        self.database.cancel()

    def answers(self, parts: Sequence[Part], articles: Sequence[str] = ()) -> list[Answer]:
        """One answer for each part, in their order; a few queries for all of them."""
        return list(self.look_up(parts, articles)())

    def look_up(self, parts: Sequence[Part], articles: Sequence[str] = ()) -> Callable[[], Answers]:
        """Query the database; what is returned makes the rows into answers when it is called.

        That is left to the thread that has time for it: this one looks up the next parts meanwhile.
        Nothing is found for a part without a brand or an article. `articles` are the lines' own
        texts, which may hold more than their keys tell.
        """
        complete = [
            position for position, part in enumerate(parts) if part.brand_key and part.article_key
        ]
        fast = [position for position in complete if self._is_fast(parts[position])]
        cheapest = self._cheapest(parts, fast)
        asked = set() if self.by_original_query else set(fast)
        latest = self.reasons.latest(parts, sorted(asked.difference(cheapest.positions)))
        explained = no_offers(latest, self._ranks.keys(), self.oldest)
        slow = [p for p in complete if p not in asked or (p in latest and p not in explained)]
        explained |= self.explained(parts, slow)
        not_found = [
            position
            for position, offers in explained.items()
            if parts[position].may_lack_zeros and offers.outcome is Outcome.NOT_FOUND
        ]
        explained |= self.explained(parts, not_found, ignore_zeros=True)
        missing = {
            position: offers.outcome
            for position, offers in explained.items()
            if offers.outcome in UNEXPLAINED
        }
        reasons = self.reasons.of(parts, missing, articles, latest) if missing else {}
        return partial(self._answers, len(parts), cheapest, explained, reasons)

    def offers_of(self, parts: Sequence[Part]) -> Answers:
        """The offers for some parts, and nothing of why there are none."""
        fast = [position for position, part in enumerate(parts) if self._is_fast(part)]
        cheapest = self._cheapest(parts, fast)
        asked = set() if self.by_original_query else set(fast)
        slow = [position for position in range(len(parts)) if position not in asked]
        return self._answers(len(parts), cheapest, self.explained(parts, slow), {})

    def _is_fast(self, part: Part) -> bool:
        return self.in_time is None and bool(self._lone[part.brand_key])

    @cached_property
    def reasons(self) -> Reasons:
        """Tells why there are no offers."""
        return Reasons(self)

    def latest(
        self, parts: Sequence[Part], suppliers: Sequence[int], *, ignore_zeros: bool = False
    ) -> list[list[LatestOffer]]:
        """The most recent offer of each supplier (ids) for each part, whether it counts or not."""
        parameters = self.parameters(parts, suppliers, ignore_zeros=ignore_zeros)
        latest: list[list[LatestOffer]] = [[] for _part in parts]
        for position, *offer in self.database.rows(
            LATEST_OFFERS_BY_VIEW, LATEST_OFFERS_BY_ORIGINAL, parameters
        ):
            latest[position].append(LatestOffer(*offer))
        return latest

    def _cheapest(self, parts: Sequence[Part], positions: Sequence[int]) -> CheapestOffers:
        """The offers of the parts at these positions, as far as the fast query finds any."""
        if not positions or self.by_original_query:
            return NO_OFFERS
        fast = [parts[position] for position in positions]
        parameters = self.parameters(fast, self.supplier_ids, ignore_zeros=False)
        parameters["brand_keys"] = "\n".join([self._lone[part.brand_key] for part in fast])
        query = FAST_QUERY_WITH_NEWER if self._view_is_behind else FAST_QUERY
        rows = self.database.from_view(query, parameters)
        if rows and rows[0][0] and not self._view_is_behind:
            self._view_is_behind = True
            rows = self.database.from_view(FAST_QUERY_WITH_NEWER, parameters)
        if not rows:
            return NO_OFFERS
        self._view_is_behind, numbers, *columns, terms = rows[0]
        if not numbers:
            return NO_OFFERS
        found = [positions[number] for number in numbers]
        columns.append(terms.split("\n"))
        return CheapestOffers(found, *columns)

    def explained(
        self, parts: Sequence[Part], positions: Sequence[int], *, ignore_zeros: bool = False
    ) -> dict[int, ExplainedOffers]:
        """By position, the offers of these parts, by the query that knows why there are none."""
        if not positions:
            return {}
        chosen = [parts[position] for position in positions]
        parameters = self.parameters(chosen, self.supplier_ids, ignore_zeros=ignore_zeros)
        if self.in_time:
            rows = self.database.from_table(IN_TIME_QUERY, parameters)
        else:
            rows = self.database.rows(VIEW_QUERY, ORIGINAL_QUERY, parameters)
        found = Outcome.FOUND_IGNORING_ZEROS if ignore_zeros else Outcome.FOUND
        return {
            position: explained_offers(*row, found=found)
            for position, row in zip(positions, rows, strict=True)
        }

    def _answers(
        self,
        count: int,
        cheapest: CheapestOffers,
        explained: Mapping[int, ExplainedOffers],
        reasons: Mapping[int, Reason],
    ) -> Answers:
        """Answers for so many parts, of what the two kinds of query found for their positions."""
        rank = self._ranks.__getitem__
        positions, suppliers, prices, quantities, days, terms = cheapest
        columns = [(positions, prices, map(rank, suppliers), quantities, days, terms)]
        columns += [
            ([position] * len(found.prices), found.prices, map(rank, found.suppliers), *found[2:5])
            for position, found in explained.items()
        ]
        offers = chain.from_iterable(zip(*group, strict=True) for group in columns)
        outcomes = {position: offers.outcome for position, offers in explained.items()}
        outcomes |= {position: reason.outcome for position, reason in reasons.items()}
        answers = best_answers(count, offers, outcomes, list(self._names.values()))
        evidence = {
            position: reason.evidence
            for position, reason in reasons.items()
            if reason.evidence is not NO_EVIDENCE
        }
        return replace(answers, evidence=evidence) if evidence else answers

    def parameters(
        self,
        parts: Sequence[Part],
        suppliers: Sequence[int] = (),
        *,
        ignore_zeros: bool = False,
    ) -> dict[str, Any]:
        """What the queries are told of these parts, by the names in them."""
        of, join = self.spellings.of, SPELLING_SEPARATOR.join
        return {
            "brand_keys": "\n".join([join(of(part.brand_key)) for part in parts]),
            "article_keys": "\n".join([part.article_key for part in parts]),
            "ignore_zeros": ignore_zeros,
            "suppliers": list(suppliers),
            "oldest": self.oldest,
            **(self.in_time.parameters if self.in_time else {}),
        }


def hours_by_name(suppliers: Iterable[Supplier]) -> dict[str, int]:
    """The delivery time, in hours, by a supplier's name, where all of that name have the same."""
    pairs = {(supplier.name, supplier.delivery_hours) for supplier in suppliers}
    names = Counter(name for name, _hours in pairs)
    return {name: hours for name, hours in pairs if names[name] == 1}


def query_supplier_data(
    brand: str, article: str, supplier_group: SupplierGroup, lookback: int
) -> Sequence[BestOffer]:
    """Up to three best offers for a part: the original query, right by definition.

    `lookback` is in days. It reads the offers table; what reads anything else is measured by it.
    """
    part = Part(brand_key(brand), article_key(article))
    return OfferSearch(supplier_group, lookback, original_query=True).answers([part])[0].offers
