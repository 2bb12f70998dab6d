from dataclasses import replace

from hypothesis import given, settings

from crossdock.basket.basket import Basket
from crossdock.basket.covers import Covers
from crossdock.basket.heuristic import first_basket
from crossdock.basket.instance import instance_of
from crossdock.basket.problem import Line, Offer, Problem, Rules, Terms
from tests.basket.brute_force import best
from tests.basket.checker import complaints
from tests.basket.problems import problems


def first(problem: Problem) -> Basket:
    instance = instance_of(problem)
    taken = first_basket(Covers(instance))
    return Basket.of(problem, [(instance.offer[choice], pieces) for choice, pieces in taken])


@settings(max_examples=60, deadline=None)
@given(problems())
def test_the_first_basket_keeps_the_rules_about_lines_suppliers_and_minimum_sums(problem):
    problem = replace(problem, rules=replace(problem.rules, budget=None, max_share=None))
    basket = first(problem)
    assert complaints(problem, basket.takes) == []
    assert basket.worth >= best(problem)


def test_a_minimum_sum_is_reached_with_lines_that_lose_the_least():
    lines = (Line(1, 1), Line(2, 1), Line(3, 1))
    offers = (
        Offer(0, 0, 50, 9),  # only there
        Offer(1, 0, 60, 9), Offer(1, 1, 50, 9),
        Offer(2, 0, 90, 9), Offer(2, 1, 50, 9),
    )  # fmt: skip
    problem = Problem(lines, offers, (Terms(minimum_sum=110), Terms()))
    assert first(problem).takes == ((0, 1), (1, 1), (4, 1))


def test_the_suppliers_are_swapped_until_none_is_better():
    lines = tuple(Line(number, 1) for number in range(1, 4))
    prices = [(10, 30, 30), (30, 10, 11), (30, 10, 11), (12, 12, 12)]
    offers = tuple(
        Offer(line, supplier, price, 9)
        for supplier, row in enumerate(prices)
        for line, price in enumerate(row)
    )
    problem = Problem(lines, offers, (Terms(),) * 4, Rules(max_suppliers=2))
    assert first(problem).worth == best(problem)
