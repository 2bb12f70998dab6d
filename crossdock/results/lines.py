"""The lines of a result, as matching hands them on."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crossdock.offers.answers import Answers, BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.spreadsheets.cells import Cell


class ResultLine(NamedTuple):
    """One request line with what was found for it.

    `offers` holds at most three, the cheapest first; `other` holds the request file's other
    columns, as many cells as the file has other columns.
    """

    brand: str
    article: str
    offers: Sequence[BestOffer]
    outcome: Outcome
    other: Sequence[Cell]


@dataclass(frozen=True)
class ResultLines:
    """Some lines in their order, as columns: each has what a ResultLine has, for each line."""

    brands: Sequence[str]
    articles: Sequence[str]
    answers: Answers
    other: Sequence[Sequence[Cell]]

    def __len__(self) -> int:
        return len(self.brands)

    def __iter__(self) -> Iterator[ResultLine]:
        """One by one, which takes longer than columns."""
        columns = (self.brands, self.articles, self.answers, self.other)
        for brand, article, (offers, outcome), other in zip(*columns, strict=True):
            yield ResultLine(brand, article, offers, outcome, other)


@dataclass(frozen=True)
class ResultFacts:
    """What the summary says about the task itself; `prices_as_of` is an aware time."""

    request_name: str
    supplier_group: str
    lookback_days: int
    prices_as_of: datetime.datetime
