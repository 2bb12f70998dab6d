import json
from dataclasses import replace

import pytest
from django.utils import translation

from crossdock.basket.problem import Line, Offer, Problem, Terms
from crossdock.pipeline.basket_document import document, in_words, percents, proven
from tests.pipeline.markets import market_of, solved_by

PROBLEM = Problem(
    (Line(1, 2), Line(7, 3)),
    (Offer(0, 0, 125_000, 9, hours=4), Offer(1, 1, 20_000, 1)),
    (Terms(delivery_cost=50_000), Terms(minimum_sum=30_000)),
)


def test_a_document_has_all_that_is_needed_to_check_it() -> None:
    made = document(market_of(PROBLEM), solved_by(PROBLEM, (0, 2), (1, 1)))
    assert json.loads(json.dumps(made)) == made
    first, second = made["lines"]
    assert (first["line"], first["article"], first["code"], first["asked"]) == (1, "A1", "own 1", 2)
    assert [(offer["supplier"], offer["pieces"], offer["price"]) for offer in first["offers"]] == [
        ("N", 2, 12.5)
    ]
    assert second["offers"][0]["hours"] is None
    sums = [(row["name"], row["sum"], row["minimum_sum_met"]) for row in made["suppliers"]]
    assert sums == [("North", 25.0, True), ("South", 2.0, False)]
    assert (made["goods"], made["delivery"], made["total"]) == (27.0, 5.0, 32.0)
    assert (made["missing"], made["least_missing"], made["fill_is_proven"]) == (2, 2, True)
    (unfilled,) = made["unfilled"]
    assert (unfilled["line"], unfilled["missing"]) == (7, 2)
    with translation.override("en"):
        (unfilled,) = in_words(made)["unfilled"]
    assert unfilled["reason"] == "All offers together have 1 pcs."


def test_what_is_proven_of_a_basket_is_said() -> None:
    market, solved = market_of(PROBLEM), solved_by(PROBLEM, (0, 2), (1, 1))
    assert proven(document(market, solved)) == "Nothing better is possible."
    near = replace(solved, bound=solved.bound - 100)
    assert proven(document(market, near)) == "At most 0.04% above the best possible."
    unproven = replace(solved, least_missing=1)
    assert "at least 1 pieces will be missing" in proven(document(market, unproven))


@pytest.mark.parametrize(
    ("share", "text"), [(0.00032, "0.04%"), (1e-7, "0.01%"), (0.5, "50%"), (0, "0%")]
)
def test_a_share_is_rounded_up(share: float, text: str) -> None:
    assert percents(share) == text
