import numpy as np
from hypothesis import given, settings

from crossdock.basket.covers import Covers
from crossdock.basket.dual import Dual, whole
from crossdock.basket.instance import instance_of
from crossdock.basket.problem import Line, Offer, Problem, Rules, Terms
from tests.basket.brute_force import best
from tests.basket.problems import problems


@settings(max_examples=40, deadline=None)
@given(problems(lines=4, suppliers=4))
def test_no_basket_undercuts_the_bounds(problem):
    covers = Covers(instance_of(problem))
    if not covers.options:
        return
    missing, cost, _suppliers = best(problem)
    assert Dual(covers).fewest_missing(missing) <= missing + 1e-6
    if missing == sum(line.asked for line in problem.lines) - sum(covers.fillable):
        needed = np.array(covers.fillable, float)
        assert whole(Dual(covers).least_cost(cost, needed)) <= cost


def test_the_bound_is_near_where_one_supplier_of_many_is_to_be_chosen():
    lines = tuple(Line(number, 4) for number in range(1, 41))
    offers = tuple(
        Offer(line, supplier, 100 + (7 * line + 13 * supplier) % 40, 100)
        for line in range(40)
        for supplier in range(10)
    )
    problem = Problem(lines, offers, (Terms(),) * 10, Rules(max_suppliers=1))
    covers = Covers(instance_of(problem))
    cost = min(
        sum(4 * offer.price for offer in offers if offer.supplier == supplier)
        for supplier in range(10)
    )
    bound = Dual(covers).least_cost(cost, np.array([4.0] * 40))
    assert 0.99 * cost < bound <= cost
