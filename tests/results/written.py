"""Result files made of lines that are written down one by one."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from openpyxl import Workbook, load_workbook

from crossdock.offers.answers import BestOffer
from crossdock.offers.days import FIRST_DAY
from crossdock.offers.outcomes import Outcome
from crossdock.results.file import write_result
from crossdock.results.lines import ResultFacts, ResultLine, ResultLines
from crossdock.spreadsheets.cells import Cell
from tests.lines import columns

FACTS = ResultFacts(
    "parts.xlsx",
    "ОПТ-2",
    2,
    datetime.datetime(2025, 11, 24, 9, 30, tzinfo=datetime.UTC),
    "RUB",
    {"Armtek": 48},
)
DAY = (datetime.date(2025, 11, 22) - FIRST_DAY).days
OFFERS = [
    BestOffer(1234.5, 5.0, "Armtek", DAY, "Bosch\x1f00-12\x1f\x1f10"),
    BestOffer(1300.0, 2.5, "Rossko", DAY - 1, "BOSCH.\x1f0012\x1f\x1f\x1f3\x1f24"),
    BestOffer(1300.01, 1.0, "Zeta", DAY),
]
OWN_COLUMNS = 20
"""How many columns stand before those of the request."""


def line(
    article: str = "0012",
    other: Sequence[Cell] = (),
    offers: Sequence[BestOffer] = (),
    outcome: Outcome = Outcome.NOT_FOUND,
) -> ResultLine:
    return ResultLine("BOSCH", article, offers, outcome, other)


def written(
    path: Path, lines: list[ResultLine], headings: Sequence[str] = (), russian: bool = False
) -> Workbook:
    write_result(path, batches(lines), other_headings=headings, russian=russian, facts=FACTS)
    return load_workbook(path)


def batches(lines: Iterable[ResultLine]) -> Iterator[ResultLines]:
    stream = iter(lines)
    return map(columns, iter(lambda: list(islice(stream, 2000)), []))
