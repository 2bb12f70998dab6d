import os

from hypothesis import given, settings

from crossdock.basket.basket import Basket
from crossdock.basket.child import Solving
from crossdock.basket.instance import instance_of
from tests.basket.brute_force import best
from tests.basket.checker import complaints
from tests.basket.problems import problems

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
