"""What was found for a batch of parts, as columns.

A long file has hundreds of thousands of lines with three offers each. As columns they take a third
of the time that an object for each of them does, and go to the files as they are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import accumulate, chain, compress, pairwise, repeat
from operator import itemgetter, ne
from typing import NamedTuple, Self

from crossdock.offers.days import as_date
from crossdock.offers.evidence import NO_EVIDENCE, Evidence
from crossdock.offers.outcomes import Outcome
from crossdock.offers.terms import Terms

OFFERS_PER_LINE = 3


class BestOffer(NamedTuple):
    """One of the offers chosen for a part.

    A float holds every digit of the offers table's prices and quantities (14 at most), is what a
    worksheet keeps, and makes a look-up a tenth faster than decimals. `day` is when its price list
    was valid from, in days after FIRST_DAY; `terms_text` is what `Terms.parse` reads.
    """

    price: float
    quantity: float
    supplier: str
    day: int = 0
    terms_text: str = ""

    @property
    def valid_from(self) -> date:
        """The day of its price list."""
        return as_date(self.day)

    @property
    def terms(self) -> Terms:
        """On what terms it is made, and how its supplier spells the part."""
        return Terms.parse(self.terms_text)


class Answer(NamedTuple):
    """Up to three best offers for a part, the cheapest first, and what came of the look-up.

    `evidence` says more where there are none.
    """

    offers: list[BestOffer]
    outcome: Outcome
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class Answers:
    """The answers for some parts, in the order of the parts.

    `outcomes` and `counts`, of offers, have a value for each part; `prices`, `quantities`,
    `suppliers`, `days` and `terms` one for each offer, part by part, the cheapest first. `evidence`
    is of some parts without offers, by their place.
    """

    outcomes: Sequence[Outcome]
    counts: Sequence[int]
    prices: Sequence[float]
    quantities: Sequence[float]
    suppliers: Sequence[str]
    days: Sequence[int]
    terms: Sequence[str]
    evidence: Mapping[int, Evidence] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Answer]:
        """An Answer for each part, which takes longer than the columns."""
        columns = (self.prices, self.quantities, self.suppliers, self.days, self.terms)
        offers = list(map(BestOffer, *columns))
        bounds = zip(self.outcomes, pairwise(self.starts), strict=True)
        for place, (outcome, (start, end)) in enumerate(bounds):
            yield Answer(offers[start:end], outcome, self.evidence.get(place, NO_EVIDENCE))

    @cached_property
    def starts(self) -> list[int]:
        """Where the offers of each part begin, and where those of the last end."""
        return list(accumulate(self.counts, initial=0))

    def with_outcomes(self, outcomes: Mapping[int, Outcome]) -> Self:
        """The same with some outcomes, by the place of their part, instead of those that it has."""
        changed = list(self.outcomes)
        for part, outcome in outcomes.items():
            changed[part] = outcome
        return replace(self, outcomes=changed)


def best_answers(
    count: int,
    offers: Iterable[tuple[int, float, int, float, int, str]],
    outcomes: Mapping[int, Outcome],
    suppliers: Sequence[str],
) -> Answers:
    """The three best offers for each of so many parts.

    Each offer has its part's position, its price, its supplier's position in `suppliers`, who stand
    in the order in which equal prices are chosen, its quantity, its day and its terms. `outcomes`
    are those of some parts: the others are found, or not, as there are offers.

    >>> offers = [(0, 12.5, 1, 4.0, 20_000, ""), (0, 11.0, 0, 1.0, 20_001, "")]
    >>> best_answers(2, offers, {1: Outcome.TOO_OLD}, ["Armtek", "Rossko"]).prices
    (11.0, 12.5)
    """
    ordered = sorted(offers)
    parts: Sequence[int] = list(map(itemgetter(0), ordered))
    # An offer is one too many if the third before it is for the same part.
    is_best = chain(repeat(True, OFFERS_PER_LINE), map(ne, parts[OFFERS_PER_LINE:], parts))
    best = list(compress(ordered, is_best))
    parts, prices, ranks, quantities, days, terms = zip(*best, strict=True) if best else ((),) * 6
    by_part = Counter(parts)
    counts = [by_part[part] for part in range(count)]
    by_counts = [Outcome.FOUND if count else Outcome.NOT_FOUND for count in counts]
    names = [suppliers[rank] for rank in ranks]
    answers = Answers(by_counts, counts, prices, quantities, names, days, terms)
    return answers.with_outcomes(outcomes)
