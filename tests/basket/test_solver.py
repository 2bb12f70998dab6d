import pytest

from crossdock.basket.problem import Line, Offer, Problem, Rank, Rules, Terms
from crossdock.basket.solver import Solver, SolvingStopped
from tests.basket.brute_force import best
from tests.basket.checker import complaints


def problem(*offers: Offer, lines: int = 1, rules: Rules | None = None, **terms: int) -> Problem:
    rows = tuple(Line(number, 2) for number in range(1, lines + 1))
    suppliers = max(offer.supplier for offer in offers) + 1
    return Problem(rows, offers, (Terms(**terms),) * suppliers, rules or Rules())


CHEAP, DEAR = Offer(0, 0, 100, 10), Offer(0, 1, 150, 10)


def test_the_child_process_finds_the_best_basket_and_proves_it():
    asked = problem(CHEAP, DEAR, Offer(1, 1, 100, 10), lines=2, delivery_cost=300)
    said = []
    solved = Solver(asked, on_better=said.append).solve(20)
    assert complaints(asked, solved.basket.takes) == []
    assert solved.basket.worth == best(asked)
    assert solved.is_best
    assert solved.gap == 0
    assert [each.basket.worth for each in said] == sorted(
        (each.basket.worth for each in said), reverse=True
    )


def test_what_is_wanted_less_counts_where_a_line_cannot_be_filled_otherwise():
    never = Offer(0, 0, 1, 10, rank=Rank.NEVER)
    last_resort = Offer(0, 1, 5, 10, rank=Rank.LAST_RESORT)
    assert Solver(problem(never, last_resort, DEAR)).solve(20).basket.takes == ((2, 2),)
    assert Solver(problem(never, last_resort)).solve(20).basket.takes == ((1, 2),)


def test_a_preference_yields_where_it_would_leave_something_unfilled():
    preferred = Offer(0, 0, 900, 10, rank=Rank.PREFERRED)
    only_there = Offer(1, 1, 100, 10)
    asked = problem(preferred, DEAR, only_there, lines=2, rules=Rules(max_suppliers=1))
    assert Solver(asked).solve(20).basket.takes == ((1, 2), (2, 2))


def test_a_solver_that_dies_leaves_the_best_so_far(monkeypatch):
    monkeypatch.setattr("crossdock.basket.solver.CHILD", "tests.basket.dying")
    solved = Solver(problem(CHEAP, DEAR)).solve(20)
    assert solved.basket.takes == ((1, 2),)
    assert not solved.is_best
    assert solved.gap == 1


def test_a_stopped_search_has_no_basket():
    solver = Solver(problem(CHEAP))
    solver.stop()
    with pytest.raises(SolvingStopped):
        solver.solve(20)


def test_the_same_basket_serves_rules_that_it_keeps():
    asked = problem(CHEAP, DEAR)
    solved = Solver(asked).solve(20)
    one = problem(CHEAP, DEAR, rules=Rules(max_suppliers=1))
    assert solved.under(one).basket.takes == solved.basket.takes
    assert solved.under(problem(CHEAP, DEAR, rules=Rules(excluded=frozenset({0})))) is None
