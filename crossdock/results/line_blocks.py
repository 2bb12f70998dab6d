"""Some lines of a result in a block of compressed bytes, one column after the other.

The texts are JSON; the numbers of the offers follow as the machine holds them, because turning
those into text takes ten times as long.
"""

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice, starmap
from typing import Any, NamedTuple

from isal import isal_zlib

from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.parts.keys import MAX_PART_LENGTH
from crossdock.results.lines import ResultLines

TEXTS_END = b"\n"  # JSON has none

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Kind(NamedTuple):
    """What lines are chosen by: the value of a line's outcome, and how many offers it has."""

    outcome: str
    offers: int


class NumberedLine(NamedTuple):
    """A line of the result; the first has number 1. Texts too long for any part are cut."""

    number: int
    brand: str
    article: str
    outcome: Outcome
    offers: Sequence[BestOffer]


def pack(lines: ResultLines, part: slice, supplier_numbers: Mapping[str, int]) -> bytes:
    """The part of the lines as a block; `supplier_numbers` has the number of each supplier."""
    answers = lines.answers
    offer_counts = answers.counts[part]
    first_offer = answers.starts[part.start]
    offers = slice(first_offer, first_offer + sum(offer_counts))
    texts = [
        [brand[:MAX_PART_LENGTH] for brand in lines.brands[part]],
        [article[:MAX_PART_LENGTH] for article in lines.articles[part]],
        answers.outcomes[part],
        offer_counts,
    ]
    numbers = (
        array("d", answers.prices[offers]),
        array("d", answers.quantities[offers]),
        array("I", map(supplier_numbers.__getitem__, answers.suppliers[offers])),
    )
    return isal_zlib.compress(b"".join((_encode(texts).encode(), TEXTS_END, *numbers)))


def unpack(
    block: bytes, first_line: int, kinds: Set[Kind], suppliers: Mapping[int, str]
) -> Iterator[NumberedLine]:
    """The lines of these kinds in a block; `suppliers` has the name of each supplier's number."""
    texts, _end, numbers = isal_zlib.decompress(block).partition(TEXTS_END)
    brands, articles, outcomes, offer_counts = json.loads(texts)
    prices, quantities, supplier_numbers = _offer_columns(numbers, sum(offer_counts))
    offers = zip(prices, quantities, map(suppliers.__getitem__, supplier_numbers), strict=True)
    lines = zip(brands, articles, outcomes, offer_counts, strict=True)
    for number, (brand, article, outcome, count) in enumerate(lines, first_line):
        its_offers = list(islice(offers, count))
        if (outcome, count) in kinds:
            best = list(starmap(BestOffer, its_offers))
            yield NumberedLine(number, brand, article, Outcome(outcome), best)


def _offer_columns(numbers: bytes, count: int) -> "list[array[Any]]":
    """The prices, quantities and supplier numbers of so many offers."""
    columns: list[array[Any]] = [array("d"), array("d"), array("I")]
    start = 0
    for column in columns:
        end = start + count * column.itemsize
        column.frombytes(numbers[start:end])
        start = end
    return columns
