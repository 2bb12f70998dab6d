from dataclasses import replace

import pytest

from crossdock.basket.covers import Covers
from crossdock.basket.instance import instance_of
from crossdock.basket.problem import Line, Offer, Problem, Rules, Terms

PROBLEM = Problem(
    (Line(1, 4), Line(2, 3), Line(3, 1)),
    (Offer(0, 0, 10, 2), Offer(0, 1, 20, 3), Offer(1, 1, 30, 9)),
    (Terms(), Terms(minimum_sum=50, delivery_cost=7, free_from=1000)),
)


def covers_under(**rules) -> Covers:
    return Covers(instance_of(replace(PROBLEM, rules=Rules(**rules))))


def test_what_the_offers_can_fill_and_at_which_cost():
    covers = covers_under()
    assert covers.fillable == [4, 3, 0]
    assert covers_under(no_split=True).fillable == [3, 3, 0]
    assert covers.least_cost() == 2 * 10 + 2 * 20 + 3 * 30
    assert covers.of(0).taken == [(0, 2), (1, 2)]
    assert covers.of(0, [1]).taken == [(1, 3)]


def test_what_is_taken_of_all_lines():
    covers, taken = covers_under(), [(0, 2), (1, 1), (2, 3)]
    assert covers.filled(taken) == [3, 3, 0]
    assert covers.missing(taken) == 2
    assert covers.goods(taken) == {0: 20, 1: 110}
    assert covers.total(taken) == 20 + 110 + 7
    assert covers.worth(taken) == (2, 137)


@pytest.mark.parametrize(
    ("rules", "taken", "keeps"),
    [
        ({}, [(0, 2), (1, 3)], True),
        ({}, [(0, 2), (1, 2)], False),  # 40 of a minimum sum of 50
        ({"max_suppliers": 1}, [(0, 2), (1, 3)], False),
        ({"budget": 87}, [(0, 2), (1, 3)], True),
        ({"budget": 86}, [(0, 2), (1, 3)], False),
        ({"max_share": 7500}, [(0, 2), (1, 3)], True),
        ({"max_share": 7499}, [(0, 2), (1, 3)], False),
    ],
)
def test_the_rules_that_concern_several_lines(rules, taken, keeps):
    assert covers_under(**rules).keeps_the_rules(taken) == keeps
