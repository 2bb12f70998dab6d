import numpy as np
from hypothesis import given, settings

from crossdock.basket.covers import Covers
from crossdock.basket.heuristic import first_basket
from crossdock.basket.instance import instance_of
from crossdock.basket.model import Model
from crossdock.basket.problem import Line, Offer, Problem, Rules, Terms
from tests.basket.problems import problems


@settings(max_examples=40, deadline=None)
@given(problems())
def test_a_basket_that_keeps_the_rules_satisfies_every_row(problem):
    covers = Covers(instance_of(problem))
    taken = first_basket(covers)
    if not covers.instance.line or not covers.keeps_the_rules(taken):
        return
    model = Model(covers, covers.missing(taken))
    programme, values = model.programme(), model.start(taken)
    matrix = programme.a_matrix_
    for row in range(programme.num_row_):
        places = slice(matrix.start_[row], matrix.start_[row + 1])
        activity = np.dot(matrix.value_[places], values[np.array(matrix.index_[places], int)])
        assert programme.row_lower_[row] - 1e-6 <= activity <= programme.row_upper_[row] + 1e-6
    assert sorted(model.taken(values)) == sorted(taken)
    cost = np.dot(model.costs(), values) * model.unit
    assert round(cost) == covers.total(taken)


def test_money_is_divided_by_what_divides_all_of_it():
    offers = (Offer(0, 0, 120_000, 9), Offer(0, 1, 90_000, 9))
    problem = Problem((Line(1, 2),), offers, (Terms(delivery_cost=60_000),) * 2, Rules())
    model = Model(Covers(instance_of(problem)), 0)
    assert model.unit == 30_000
    ties = model.suppliers  # at most so many suppliers are counted in the objective
    assert model.cost_bound(7.0 * model.weight + ties) == 7 * 30_000
    assert model.cost_bound(6.1 * model.weight + ties) == 7 * 30_000


def test_a_row_keeps_out_what_breaks_a_rule():
    offers = (Offer(0, 0, 1, 9), Offer(1, 1, 1, 9))
    problem = Problem((Line(1, 1), Line(2, 1)), offers, (Terms(),) * 2, Rules(max_suppliers=1))
    model = Model(Covers(instance_of(problem)), 0)
    programme, values = model.programme(), model.start([(0, 1), (1, 1)])
    matrix = programme.a_matrix_
    activity = np.add.reduceat(
        np.array(matrix.value_) * values[np.array(matrix.index_, int)],
        np.array(matrix.start_[:-1], int),
    )
    assert (activity > np.array(programme.row_upper_) + 1e-6).sum() == 1
