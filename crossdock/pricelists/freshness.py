"""How fresh each supplier's price list is, and who has gone quiet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil
from statistics import median

from django.utils import timezone

from crossdock.models import PriceList, Supplier

MAX_LISTS = 8
"""So many of a supplier's last lists tell its rhythm."""

LAST_LISTS = """
    SELECT last.*
    FROM unnest(%s::bigint[]) AS supplier (id)
    CROSS JOIN LATERAL (
        SELECT * FROM crossdock_pricelist AS list WHERE list.supplier_id = supplier.id
        ORDER BY list.valid_from DESC, list.id DESC LIMIT %s
    ) AS last
    ORDER BY last.supplier_id, last.valid_from DESC, last.id DESC
"""
"""A few rows of an index for each supplier, however many lists there are (a window reads all)."""

MIN_QUIET_DAYS = 2
"""Nobody is quiet within the usual lookback: the offers still count."""


@dataclass(frozen=True)
class Freshness:
    """A supplier and its last price list, None if it has sent none.

    `age`: days since the day from which that list is valid. `rhythm`: days between two of its
    lists, as a rule; None where there are too few to tell.
    """

    supplier: Supplier
    last: PriceList | None
    age: int | None
    rhythm: int | None

    @property
    def is_quiet(self) -> bool:
        """Whether a list is overdue: twice the usual time has gone by since the last one."""
        if not self.supplier.enabled:
            return False
        return self.age is None or self.age > max(2 * (self.rhythm or 0), MIN_QUIET_DAYS)


def freshness(suppliers: Iterable[Supplier]) -> Iterator[Freshness]:
    """How fresh the suppliers' lists are, in their order; one query for all of them."""
    suppliers = list(suppliers)
    lists: dict[int, list[PriceList]] = defaultdict(list)
    for price_list in _last_lists(suppliers):
        lists[price_list.supplier_id].append(price_list)
    today = timezone.localdate()
    for supplier in suppliers:
        own_lists = lists[supplier.pk]
        age = max((today - own_lists[0].valid_from).days, 0) if own_lists else None
        yield Freshness(supplier, own_lists[0] if own_lists else None, age, _rhythm(own_lists))


def _last_lists(suppliers: Iterable[Supplier]) -> Iterable[PriceList]:
    ids = [supplier.pk for supplier in suppliers]
    return PriceList.objects.raw(LAST_LISTS, [ids, MAX_LISTS])


def _rhythm(lists: Iterable[PriceList]) -> int | None:
    days: list[date] = sorted({price_list.valid_from for price_list in lists})
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return ceil(median(gaps)) if gaps else None
