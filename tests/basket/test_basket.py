from dataclasses import replace

import pytest

from crossdock.basket.basket import Basket, SupplierSum, Take
from crossdock.basket.problem import Line, Offer, Problem, Rank, Rules, Terms

LINES = (Line(1, 4, ceiling=100), Line(2, 3), Line(3, 1))
OFFERS = (
    Offer(0, 0, 10, stock=9, hours=4),
    Offer(0, 1, 20, stock=9, pack=2, hours=24),
    Offer(1, 1, 30, stock=9, pack=5),
    Offer(1, 0, 40, stock=9, minimum=3, hours=4),
)
PROBLEM = Problem(LINES, OFFERS, (Terms(), Terms(delivery_cost=7, free_from=1000)))


def test_what_a_basket_comes_to():
    basket = Basket.of(PROBLEM, [(2, 5), (0, 2), (3, 0), (1, 2)])
    assert basket.takes == (Take(0, 2), Take(1, 2), Take(2, 5))
    assert basket.pieces == {0: 4, 1: 5}
    assert basket.suppliers == {0: SupplierSum(20, 0), 1: SupplierSum(190, 7)}
    assert (basket.goods, basket.delivery, basket.total) == (210, 7, 217)
    assert (basket.missing, basket.surplus) == ({2: 1}, {1: 2})
    assert basket.worth == (1, 217, 2)


def test_when_the_last_piece_arrives_is_known_only_if_it_is_of_all():
    assert Basket.of(PROBLEM, [(0, 2), (1, 2)]).latest_hours == 24
    assert Basket.of(PROBLEM, [(0, 2), (2, 5)]).latest_hours is None
    assert Basket.of(PROBLEM, []).latest_hours is None


@pytest.mark.parametrize(
    "rules",
    [
        Rules(max_suppliers=1),
        Rules(within_hours=4),
        Rules(budget=66),
        Rules(max_share=5000),
        Rules(no_split=True),
        Rules(pins={0: 0}),
        Rules(excluded=frozenset({1})),
    ],
)
def test_each_rule_can_be_broken(rules):
    takes = [(0, 2), (1, 2)]
    assert Basket.of(PROBLEM, takes).keeps_the_rules()
    assert not Basket.of(replace(PROBLEM, rules=rules), takes).keeps_the_rules()


@pytest.mark.parametrize(
    ("offer", "pieces"),
    [
        (Offer(0, 0, 10, stock=3), 4),
        (Offer(0, 0, 10, stock=9, pack=2), 3),
        (Offer(0, 0, 10, stock=9, minimum=2), 1),
        (Offer(0, 0, 10, stock=9), 5),
        (Offer(0, 0, 101, stock=9), 1),
        (Offer(0, 0, 10, stock=9, rank=Rank.NEVER), 1),
    ],
)
def test_each_limit_of_an_offer_can_be_broken(offer, pieces):
    assert not Basket.of(Problem(LINES, (offer,), (Terms(),)), [(0, pieces)]).keeps_the_rules()


def test_a_minimum_sum_can_be_missed():
    problem = replace(PROBLEM, terms=(Terms(minimum_sum=41), Terms()))
    assert not Basket.of(problem, [(0, 4)]).keeps_the_rules()
