"""The lines of a result, as matching hands them on."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crossdock.pipeline.outcomes import Outcome
from crossdock.spreadsheets.cells import Cell

OFFERS_PER_LINE = 3


class BestOffer(NamedTuple):
    """One of the offers chosen for a request line.

    A float holds every digit of the offers table's prices and quantities (14 at most), is what a
    worksheet keeps, and makes a look-up a tenth faster than decimals.
    """

    price: float
    quantity: float
    supplier: str


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
class ResultFacts:
    """What the summary says about the task itself; `made_at` is an aware time."""

    request_name: str
    supplier_group: str
    lookback_days: int
    made_at: datetime.datetime
