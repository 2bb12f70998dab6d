"""Which of a result's lines a page shows, and in which order: as its address says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

from django.http import QueryDict
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy, ngettext

from crossdock.offers.answers import OFFERS_PER_LINE
from crossdock.offers.outcomes import Outcome
from crossdock.results.lines_file import Kind, search_key
from crossdock.results.lines_query import ORDERS, LinesQuery


@dataclass(frozen=True)
class LineFilter:
    """A choice of lines; `name` is what addresses and style sheets call it."""

    name: str
    label: str | Promise
    takes: Callable[[Kind], bool]


def _with_offers(number: int) -> LineFilter:
    def label() -> str:
        return ngettext("%(number)d offer", "%(number)d offers", number) % {"number": number}

    return LineFilter(f"offers_{number}", lazy(label, str)(), lambda kind: kind.offers == number)


def _with_outcome(outcome: Outcome) -> LineFilter:
    return LineFilter(outcome.value, outcome.label, lambda kind: kind.outcome == outcome)


ALL = LineFilter("all", gettext_lazy("All lines"), lambda _kind: True)
FOUND = LineFilter("with_offers", gettext_lazy("With offers"), lambda kind: kind.offers > 0)
MISSING = LineFilter(
    "without_offers", gettext_lazy("Without offers"), lambda kind: kind.offers == 0
)
SHORT = LineFilter("not_enough", gettext_lazy("Not enough"), lambda kind: bool(kind.is_short))
BROAD = (ALL, FOUND, MISSING)
BY_OFFERS = {number: _with_offers(number) for number in range(OFFERS_PER_LINE, 0, -1)}
BY_OUTCOME = {outcome: _with_outcome(outcome) for outcome in Outcome}

_BY_NAME = {
    choice.name: choice for choice in (*BROAD, SHORT, *BY_OFFERS.values(), *BY_OUTCOME.values())
}


def line_filter(name: str | None) -> LineFilter:
    """The filter of that name; all lines if there is none."""
    return _BY_NAME.get(name or "", ALL)


MAX_SEARCH = 200


@dataclass(frozen=True)
class LinesChoice:
    """What an address asks for; what it says wrongly is left out of account.

    `q` is what is searched for, `supplier` whose price is to be the best one, `sort` one of ORDERS,
    with a minus before it where the largest come first.
    """

    filter: LineFilter = ALL
    q: str = ""
    supplier: str = ""
    sort: str = "line"

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """What an address's query asks for."""
        sort = query.get("sort", "")
        return cls(
            line_filter(query.get("lines")),
            query.get("q", "").replace("\0", "").strip()[:MAX_SEARCH],
            query.get("supplier", "").replace("\0", "")[:MAX_SEARCH],
            sort if sort.removeprefix("-") in ORDERS else cls.sort,
        )

    @property
    def query(self) -> LinesQuery:
        """The same for the file of lines."""
        search, supplier = search_key(self.q), self.supplier or None
        return LinesQuery(self.filter.takes, search, supplier, self.sort)

    @property
    def is_narrowed(self) -> bool:
        """Whether lines are left out for what they are, not for what came of them."""
        return bool(self.q or self.supplier)

    def address(self, **changes: object) -> str:
        """The query of the address but for the changes, to be put after ? and before the page."""
        values = {"lines": self.filter.name, "q": self.q, "supplier": self.supplier}
        values |= {"sort": "" if self.sort == type(self).sort else self.sort}
        query = QueryDict(mutable=True)
        for name, value in {**values, **changes}.items():
            if value:
                query[name] = str(value)
        return query.urlencode()

    @property
    def headings(self) -> Iterator[tuple[str, str, str]]:
        """What the table is sorted by: each name, the address that sorts by it, and its order now.

        By the same again, it is turned round.
        """
        for name in ORDERS:
            directions = {name: "ascending", f"-{name}": "descending"}
            order = f"-{name}" if self.sort == name else name
            yield name, self.address(sort=order), directions.get(self.sort, "")
