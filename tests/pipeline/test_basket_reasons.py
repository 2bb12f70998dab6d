from dataclasses import replace

import pytest

from crossdock.basket.basket import Basket
from crossdock.basket.problem import Line, Offer, Problem, Rank, Rules, Terms
from crossdock.offers.outcomes import Outcome
from crossdock.pipeline.basket_reasons import Reasons
from tests.pipeline.markets import market_of

OFFER = Offer(0, 0, 20_000, stock=9, hours=48)
OTHER = Offer(1, 1, 10_000, stock=9)
TAKEN = [(1, 1)]


@pytest.mark.parametrize(
    ("offer", "rules", "line", "minimum", "reason"),
    [
        (replace(OFFER, line=1), Rules(), Line(1, 2), 0, "No supplier of the group has it"),
        (OFFER, Rules(), Line(1, 2, ceiling=15_000), 0, "more than the ceiling price of 1.50"),
        (OFFER, Rules(within_hours=24), Line(1, 2), 0, "Nothing arrives within 24 h"),
        (OFFER, Rules(pins={0: 1}), Line(1, 2), 0, "The supplier that the line is pinned to"),
        (OFFER, Rules(excluded=frozenset({0})), Line(1, 2), 0, "Its suppliers are excluded"),
        (replace(OFFER, rank=Rank.NEVER), Rules(), Line(1, 2), 0, "Its suppliers are excluded"),
        (replace(OFFER, pack=10), Rules(), Line(1, 2), 0, "fewer pieces than a pack"),
        (OFFER, Rules(budget=20_000), Line(1, 2), 0, "The budget of 2.00 is too small"),
        (OFFER, Rules(max_suppliers=1), Line(1, 2), 0, "no more than 1 may be used"),
        (OFFER, Rules(max_share=2500), Line(1, 2), 0, "more than 25% of the goods"),
        (OFFER, Rules(), Line(1, 2), 900_000, "sums are not reached: North (90.00)"),
        (OFFER, Rules(), Line(1, 2), 0, "The rules leave no way to buy it"),
    ],
)  # fmt: skip
def test_why_all_pieces_are_missing(
    offer: Offer, rules: Rules, line: Line, minimum: int, reason: str
) -> None:
    terms = (Terms(minimum_sum=minimum), Terms())
    problem = Problem((line, Line(2, 1)), (offer, OTHER), terms, rules)
    reasons = Reasons(market_of(problem), Basket.of(problem, TAKEN))
    assert reason in str(reasons.of(0))


def test_why_some_pieces_are_missing() -> None:
    problem = Problem((Line(1, 20), Line(2, 1)), (OFFER, OTHER), (Terms(),) * 2)
    basket = Basket.of(problem, [(0, 9), *TAKEN])
    assert str(Reasons(market_of(problem), basket).of(0)).startswith("All offers together have 9")
    whole = replace(problem, rules=Rules(no_split=True))
    basket = Basket.of(whole, [(0, 9), *TAKEN])
    assert str(Reasons(market_of(whole), basket).of(0)).startswith(
        "No single offer has more than 9"
    )


def test_what_cannot_be_looked_up_has_no_other_reason() -> None:
    market = market_of(Problem((Line(1, 2),), (OFFER,), (Terms(),)))
    market.wanted.parts[0] = market.wanted.parts[0]._replace(problem=Outcome.NO_BRAND)
    reasons = Reasons(market, Basket.of(market.problem, []))
    assert str(reasons.of(0)) == Outcome.NO_BRAND.label
