import os
import random

from hypothesis import given, settings

from crossdock.basket.basket import Basket
from crossdock.basket.child import Solving
from crossdock.basket.instance import instance_of
from crossdock.basket.problem import Line, Offer, Problem, Rules, Terms
from tests.basket.brute_force import best
from tests.basket.checker import complaints
from tests.basket.problems import problems


def of_few_suppliers(lines: int, suppliers: int) -> Problem:
    """Each supplier has a quarter of the list, and three may be ordered from."""
    chance = random.Random(19)
    offers = tuple(
        Offer(line, supplier, chance.randint(10_000, 12_000), chance.choice([1, 4, 10, 25]))
        for line in range(lines)
        for supplier in range(suppliers)
        if chance.random() < 0.25
    )
    asked = tuple(Line(number, chance.randint(1, 20)) for number in range(1, lines + 1))
    return Problem(asked, offers, (Terms(),) * suppliers, Rules(max_suppliers=3))


def solved(problem: Problem, seconds: float) -> dict:
    said = []
    Solving(instance_of(problem), seconds, lambda **values: said.append(values)).run()
    return said[-1]


def test_that_no_other_few_suppliers_have_more_is_proven_and_so_is_the_price():
    problem = of_few_suppliers(1_500, 12)
    last = solved(problem, 60)
    basket = Basket.of(problem, last["taken"])
    assert complaints(problem, basket.takes) == []
    assert (last["missing"], last["bound"]) == (sum(basket.missing.values()), basket.total)


def test_a_search_whose_time_is_over_at_once_has_a_basket_and_a_bound():
    problem = of_few_suppliers(1_500, 12)
    last = solved(problem, 0)
    basket = Basket.of(problem, last["taken"])
    assert complaints(problem, basket.takes) == []
    assert 0 < last["bound"] <= basket.total


EXAMPLES = int(os.environ.get("BASKET_EXAMPLES", "60"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(problems())
def test_no_basket_is_better(problem):
    said = []
    instance = instance_of(problem)
    Solving(instance, 20, lambda **values: said.append(values)).run()
    last = said[-1]
    basket = Basket.of(problem, last["taken"])
    assert complaints(problem, basket.takes) == []
    assert basket.keeps_the_rules()
    assert basket.worth == best(problem)
    assert (last["missing"], last["bound"]) == (sum(basket.missing.values()), basket.total)


@settings(max_examples=5, deadline=None)
@given(problems())
def test_nothing_that_is_said_on_the_way_breaks_a_rule_that_the_end_keeps(problem):
    said = []
    instance = instance_of(problem)
    Solving(instance, 20, lambda **values: said.append(values)).run()
    bounds = [each["bound"] for each in said if each.get("bound")]
    assert bounds == sorted(bounds)
