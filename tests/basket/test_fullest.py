from itertools import combinations
from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from crossdock.basket.fullest import fullest
from crossdock.basket.instance import Instance, instance_of
from crossdock.basket.problem import Line, Offer, Problem, Rules, Terms
from tests.basket.problems import problems


def filled(instance: Instance, suppliers: tuple[int, ...]) -> int:
    """What these suppliers have of each line, added up."""
    pieces = 0
    for line, asked in enumerate(instance.asked):
        rows = zip(instance.line, instance.supplier, instance.most, strict=True)
        most = [each for of, supplier, each in rows if of == line and supplier in suppliers]
        has = max(most, default=0) if instance.no_split else sum(most)
        pieces += min(has, asked)
    return pieces


@settings(max_examples=60, deadline=None)
@given(problems(), st.data())
def test_no_set_of_so_many_suppliers_has_more(problem, data):
    instance = instance_of(problem)
    sets = list(combinations(range(len(problem.terms)), instance.max_suppliers or 0))
    known = filled(instance, data.draw(st.sampled_from(sets)))
    found = fullest(instance, known, inf)
    if found is None:
        assert (instance.max_suppliers or 5) >= len(set(instance.supplier))
        return
    best = max(filled(instance, each) for each in sets)
    are_best = {frozenset(each) for each in sets if filled(instance, each) == best}
    assert found.pieces == best
    assert set(found.sets) <= are_best
    assert len(found.sets) == min(len(are_best), 2)


def test_the_search_ends_where_its_time_is_over():
    offers = tuple(Offer(0, supplier, 1, 1) for supplier in range(3))
    problem = Problem((Line(1, 3),), offers, (Terms(),) * 3, Rules(max_suppliers=2))
    assert fullest(instance_of(problem), 0, end=0) is None
    assert fullest(instance_of(problem), 0, end=inf)
