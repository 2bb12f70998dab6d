"""The numbers that sum a result up."""

from collections import Counter
from decimal import Decimal
from typing import Any

from crossdock.offers.answers import OFFERS_PER_LINE
from crossdock.offers.outcomes import Outcome
from crossdock.results.lines import ResultLines
from crossdock.results.misses import Misses

WINNERS_KEPT = 50
"""So many suppliers are kept by name with a task."""

PARTS_OF_PRICE = 10_000
"""The fourth decimal is the last that a price has."""


class Summary:
    """Counts over the lines of a result; fed batch by batch, never holds a line (but for `misses`).

    `by_offers[n]` is the number of lines with n offers, `best_price_total` the sum of the first
    offers' prices, `won` the number of lines whose first offer is the supplier's; `lines_short`
    have offers with fewer pieces than are asked for, `lines_without_demand` do not say how many.
    `notes` is what was doubtful about the request file.
    """

    def __init__(self) -> None:
        self.by_offers = [0] * (OFFERS_PER_LINE + 1)
        self.by_outcome: Counter[Outcome] = Counter()
        self._best_prices = 0  # in ten-thousandths, the smallest part of a price
        self.won: Counter[str] = Counter()
        self.notes: dict[str, Any] = {}
        self._costs = 0  # likewise
        self.lines_short = 0
        self.lines_without_demand = 0
        self.misses = Misses()

    def add(self, lines: ResultLines) -> None:
        """Count some more lines."""
        self.misses.add(lines)
        answers = lines.answers
        for offers, count in Counter(answers.counts).items():
            self.by_offers[offers] += count
        self.by_outcome.update(answers.outcomes)
        best_offers = [
            start for start, count in zip(answers.starts, answers.counts, strict=False) if count
        ]
        self.won.update([answers.suppliers[offer] for offer in best_offers])
        prices = [answers.prices[offer] for offer in best_offers]
        self._best_prices += sum([round(price * PARTS_OF_PRICE) for price in prices])
        demands = lines.demands
        self.lines_without_demand += len(lines) if demands is None else demands.count(None)
        self.lines_short += len(lines.purchases.short)
        costs = lines.purchases.costs
        self._costs += sum([round(cost * PARTS_OF_PRICE) for cost in costs if cost is not None])

    @property
    def best_price_total(self) -> Decimal:
        """The sum of the lines' best prices, without rounding."""
        return Decimal(self._best_prices) / PARTS_OF_PRICE

    @property
    def cost_total(self) -> Decimal:
        """The sum of what can be bought of all that is asked for, from each line's best offers."""
        return Decimal(self._costs) / PARTS_OF_PRICE

    @property
    def lines(self) -> int:
        """The number of lines counted so far."""
        return sum(self.by_offers)

    @property
    def found(self) -> int:
        """The number of lines with at least one offer."""
        return self.lines - self.by_offers[0]

    @property
    def share_found(self) -> float:
        """The share of lines with at least one offer, 0 to 1; 0 if there are no lines."""
        return self.found / self.lines if self.lines else 0.0

    def suppliers(self) -> list[tuple[str, int]]:
        """Suppliers with the lines they won, most first, equal ones by name."""
        return sorted(self.won.items(), key=lambda item: (-item[1], item[0]))

    def outcome_counts(self) -> dict[str, int]:
        """The number of lines by the value of their outcome, ready for a JSON field."""
        return {outcome.value: count for outcome, count in self.by_outcome.items()}

    def lines_won(self) -> dict[str, Any]:
        """The suppliers that won most lines and how many others won any, for a JSON field."""
        winners = self.suppliers()
        return {"best": winners[:WINNERS_KEPT], "others": len(winners[WINNERS_KEPT:])}
