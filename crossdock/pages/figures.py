"""The figures of a result as its page draws them: one bar of all lines, and who won how many."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from crossdock.models import CrossDockTask
from crossdock.offers.outcomes import Outcome
from crossdock.pages.line_filters import BY_OFFERS, BY_OUTCOME, SHORT, LineFilter

LABELLED_FROM = 0.12
"""The smallest share whose percentage fits into its stretch of the bar, on a phone too."""

BEST_WINNERS = 5
"""So many suppliers are shown at first."""


@dataclass(frozen=True)
class Share:
    """Some lines of a result: a stretch of the bar, and a row of the table below it."""

    filter: LineFilter
    lines: int
    before: int
    total: int

    @property
    def x(self) -> str:
        """Where the stretch begins."""
        return _length(self.before / self.total)

    @property
    def width(self) -> str:
        """How long it is."""
        return _length(self.lines / self.total)

    @property
    def middle(self) -> str:
        """Where its text stands."""
        return _length((self.before + self.lines / 2) / self.total)

    @property
    def is_labelled(self) -> bool:
        """Whether there is room for a text in it."""
        return self.lines / self.total >= LABELLED_FROM

    @property
    def percent(self) -> float:
        """The share, 0 to 100."""
        return 100 * self.lines / self.total


@dataclass(frozen=True)
class Winners:
    """The suppliers whose offers came first."""

    best: list[tuple[str, int]]
    more: list[tuple[str, int]]
    others: int
    lines_of_others: int

    @property
    def most(self) -> int:
        """The lines that the best of them won."""
        return self.best[0][1]


@dataclass(frozen=True)
class Figures:
    """What a task came to."""

    task: CrossDockTask

    @property
    def shares(self) -> list[Share]:
        """The lines by what came of them, from the best to the worst; those that occurred."""
        counts = [(line_filter, lines) for line_filter, lines in self._counts() if lines]
        total = sum(lines for _which, lines in counts)
        before = accumulate((lines for _which, lines in counts), initial=0)
        return [
            Share(line_filter, lines, lines_before, total)
            for (line_filter, lines), lines_before in zip(counts, before, strict=False)
        ]

    @property
    def ignoring_zeros(self) -> int:
        """How many of the lines found were found only with leading zeros ignored."""
        return self._by_outcome(Outcome.FOUND_IGNORING_ZEROS)

    @property
    def zeros_filter(self) -> LineFilter:
        """The filter that shows the lines found only with leading zeros ignored."""
        return BY_OUTCOME[Outcome.FOUND_IGNORING_ZEROS]

    @property
    def short_filter(self) -> LineFilter:
        """The lines whose offers have fewer pieces than are asked for."""
        return SHORT

    @property
    def winners(self) -> Winners | None:
        """The suppliers that won lines, if any did."""
        best = [(name, lines) for name, lines in self.task.lines_won.get("best", ())]
        if not best:
            return None
        lines_of_others = (self.task.lines_found or 0) - sum(lines for _name, lines in best)
        others = self.task.lines_won["others"]
        return Winners(best[:BEST_WINNERS], best[BEST_WINNERS:], others, lines_of_others)

    @property
    def can_be_followed(self) -> bool:
        """Whether the lines behind the figures can be looked at."""
        return bool(self.task.lines_file) and self.task.has_file

    def _counts(self) -> Iterator[tuple[LineFilter, int]]:
        # The lines that were found are there by their offers, the most first.
        yield from zip(BY_OFFERS.values(), reversed(self.task.lines_by_offers), strict=False)
        for outcome, line_filter in BY_OUTCOME.items():
            if not outcome.is_found:
                yield line_filter, self._by_outcome(outcome)

    def _by_outcome(self, outcome: Outcome) -> int:
        return int(self.task.outcome_counts.get(outcome, 0))


def _length(share: float) -> str:
    """A length for an attribute, where a number must not be written in the reader's language."""
    return f"{100 * share:.3f}%"
