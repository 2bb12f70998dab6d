"""The lines of a result, as matching hands them on."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from crossdock.offers.answers import Answers, BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.parts.keys import Part
from crossdock.results.purchases import Purchases, purchases
from crossdock.results.remarks import NO_REMARK, Remark
from crossdock.spreadsheets.cells import Cell


class ResultLine(NamedTuple):
    """One request line with what was found for it.

    `offers` holds at most three, the cheapest first; `other` holds the request file's other
    columns, as many cells as the file has other columns. `demand` is how many pieces it asks for,
    None where it does not say; `code` is what those who ask call it.
    """

    brand: str
    article: str
    offers: Sequence[BestOffer]
    outcome: Outcome
    other: Sequence[Cell]
    demand: float | None = None
    code: str = ""
    remark: Remark = NO_REMARK


@dataclass(frozen=True)
class ResultLines:
    """Some lines in their order, as columns: each has what a ResultLine has, for each line.

    `parts` are what was looked up; their keys are empty where a line could not be. `demands` and
    `codes` are None where the request file has no such column. `remarks` are few, by their line's
    place.
    """

    brands: Sequence[str]
    articles: Sequence[str]
    parts: Sequence[Part]
    answers: Answers
    other: Sequence[Sequence[Cell]]
    demands: Sequence[float | None] | None = None
    codes: Sequence[str] | None = None
    remarks: Mapping[int, Remark] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.brands)

    def __iter__(self) -> Iterator[ResultLine]:
        """One by one, which takes longer than columns."""
        demands = self.demands or [None] * len(self)
        codes = self.codes or [""] * len(self)
        remarks = (self.remarks.get(place, NO_REMARK) for place in range(len(self)))
        columns = (self.brands, self.articles, self.answers, self.other, demands, codes, remarks)
        for brand, article, answer, *rest in zip(*columns, strict=True):
            yield ResultLine(brand, article, answer.offers, answer.outcome, *rest)

    @cached_property
    def purchases(self) -> Purchases:
        """What can be bought for each line."""
        return purchases(self.answers, self.demands)


@dataclass(frozen=True)
class ResultFacts:
    """What the file says about the task itself.

    `prices_as_of` is an aware time; `currency` is the one that prices are in; `delivery_hours` has
    the delivery time of suppliers by their names; `asks_quantities` says whether the request file
    has a column of quantities, `has_codes` whether it has one of own codes.
    """

    request_name: str
    supplier_group: str
    lookback_days: int
    prices_as_of: datetime.datetime
    currency: str = ""
    delivery_hours: Mapping[str, int] = field(default_factory=dict)
    asks_quantities: bool = False
    has_codes: bool = False
    within_hours: int | None = None
