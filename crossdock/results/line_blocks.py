"""Some lines of a result in a block of compressed bytes, one column after the other.

The texts are JSON; the numbers of the offers follow as the machine holds them, because turning
those into text takes ten times as long.
"""

import json
from array import array
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from isal import isal_zlib

from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.parts.keys import MAX_PART_LENGTH
from crossdock.results.lines import ResultLines
from crossdock.results.purchases import Purchase, purchase
from crossdock.results.remarks import NO_REMARK, Remark

TEXTS_END = b"\n"  # JSON has none

NOTHING_LATER: list[Any] = [None, {}, None]
"""What blocks do not have that were made before there were codes, remarks and terms."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class NumberedLine(NamedTuple):
    """A line of the result; the first has number 1. Texts too long for any part are cut."""

    number: int
    brand: str
    article: str
    outcome: Outcome
    offers: Sequence[BestOffer]
    demand: float | None = None
    code: str = ""
    remark: Remark = NO_REMARK

    @property
    def purchase(self) -> Purchase | None:
        """What can be bought of what it asks for."""
        return purchase(self.offers, self.demand)


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
        lines.demands and lines.demands[part],
        lines.codes and [code[:MAX_PART_LENGTH] for code in lines.codes[part]],
        {
            place - part.start: remark
            for place, remark in lines.remarks.items()
            if part.start <= place < part.stop
        },
        answers.terms[offers],
    ]
    numbers = (
        array("d", answers.prices[offers]),
        array("d", answers.quantities[offers]),
        array("I", map(supplier_numbers.__getitem__, answers.suppliers[offers])),
        array("i", answers.days[offers]),
    )
    return isal_zlib.compress(b"".join((_encode(texts).encode(), TEXTS_END, *numbers)))


def unpack(
    block: bytes, first_line: int, wanted: Container[int], suppliers: Mapping[int, str]
) -> Iterator[NumberedLine]:
    """Those lines in a block whose numbers are wanted; `suppliers` are names by their numbers."""
    texts, _end, numbers = isal_zlib.decompress(block).partition(TEXTS_END)
    brands, articles, outcomes, offer_counts, demands, *later = json.loads(texts)
    codes, remarks, terms = later + NOTHING_LATER[len(later) :]
    starts = list(accumulate(offer_counts, initial=0))
    columns = (*_offer_columns(numbers, starts[-1]), terms or [""] * starts[-1])
    for place, number in enumerate(range(first_line, first_line + len(brands))):
        if number in wanted:
            offers = [
                BestOffer(price, quantity, suppliers[supplier], day, text)
                for price, quantity, supplier, day, text in zip(
                    *(column[starts[place] : starts[place + 1]] for column in columns), strict=True
                )
            ]
            demand = demands[place] if demands else None
            outcome = Outcome(outcomes[place])
            code, values = codes[place] if codes else "", remarks.get(str(place))
            remark = Remark.from_values(values) if values else NO_REMARK
            line = (number, brands[place], articles[place], outcome, offers, demand, code, remark)
            yield NumberedLine(*line)


def _offer_columns(numbers: bytes, count: int) -> "list[array[Any]]":
    """The prices, quantities, supplier numbers and days of so many offers."""
    columns: list[array[Any]] = [array("d"), array("d"), array("I"), array("i")]
    start = 0
    for column in columns:
        end = start + count * column.itemsize
        column.frombytes(numbers[start:end])
        start = end
    return columns
