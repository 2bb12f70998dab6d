"""The most that somebody will pay for a piece, and the offers that cost no more."""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from crossdock.offers.answers import Answers
from crossdock.offers.outcomes import Outcome
from crossdock.pipeline.demand import demand
from crossdock.spreadsheets.cells import Cell
from crossdock.spreadsheets.currencies import currencies_in

THOUSANDS = re.compile(r"\d[.,]\d{3}(?!\d)")
SIGN = re.compile(r"\s*[₽]\s*")


def ceiling(cell: Cell, own_currencies: Collection[str]) -> float | None:
    """The price that a cell names; None where it names none in these currencies for certain.

    «1.500» may be a price or a thousand times that, so it is none.

    >>> ceiling("1 200,50 руб.", ["RUB"]), ceiling("1.500", ["RUB"]), ceiling("5 USD", ["RUB"])
    (1200.5, None, None)
    """
    if isinstance(cell, str):
        if THOUSANDS.search(cell) or not set(currencies_in(cell)) <= set(own_currencies):
            return None
        cell = SIGN.sub("", cell)
    return demand(cell)


def under_ceilings(
    answers: Answers, ceilings: Sequence[float | None]
) -> tuple[Answers, dict[int, float]]:
    """The answers without offers that cost more than their line's ceiling.

    Also the price of the cheapest offer, by the line's place, where no offer is left.
    """
    offers_left: list[int] = []
    counts, cheapest = list(answers.counts), dict[int, float]()
    for place, (start, end) in enumerate(pairwise(answers.starts)):
        limit = ceilings[place]
        limit_place = end if limit is None else bisect_right(answers.prices, limit, start, end)
        offers_left += range(start, limit_place)
        counts[place] = limit_place - start
        if start == limit_place < end:
            cheapest[place] = answers.prices[start]
    if len(offers_left) == len(answers.prices):
        return answers, cheapest
    answers_left = replace(
        answers,
        counts=counts,
        prices=[answers.prices[offer] for offer in offers_left],
        quantities=[answers.quantities[offer] for offer in offers_left],
        suppliers=[answers.suppliers[offer] for offer in offers_left],
        days=[answers.days[offer] for offer in offers_left],
        terms=[answers.terms[offer] for offer in offers_left],
    )
    return answers_left.with_outcomes(dict.fromkeys(cheapest, Outcome.ABOVE_CEILING)), cheapest
