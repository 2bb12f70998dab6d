"""Which of a result's lines a page shows: all of them, or those that had the same luck."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy, ngettext

from crossdock.offers.answers import OFFERS_PER_LINE
from crossdock.offers.outcomes import Outcome
from crossdock.results.line_blocks import Kind


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
BROAD = (ALL, FOUND, MISSING)
BY_OFFERS = {number: _with_offers(number) for number in range(OFFERS_PER_LINE, 0, -1)}
BY_OUTCOME = {outcome: _with_outcome(outcome) for outcome in Outcome}

_BY_NAME = {choice.name: choice for choice in (*BROAD, *BY_OFFERS.values(), *BY_OUTCOME.values())}


def line_filter(name: str | None) -> LineFilter:
    """The filter of that name; all lines if there is none."""
    return _BY_NAME.get(name or "", ALL)
