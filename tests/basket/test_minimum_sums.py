from crossdock.basket.covers import Covers
from crossdock.basket.instance import instance_of
from crossdock.basket.minimum_sums import flat, with_minimum_sums
from crossdock.basket.problem import Line, Offer, Problem, Terms

LINES = (Line(1, 1), Line(2, 1))
OFFERS = (Offer(0, 0, 50, 9), Offer(0, 1, 60, 9), Offer(1, 0, 75, 9), Offer(1, 1, 70, 9))


def taken_of(*minimum_sums: int, offers: tuple[Offer, ...] = OFFERS) -> list[tuple[int, int]]:
    terms = tuple(Terms(minimum_sum=sum_) for sum_ in minimum_sums)
    covers = Covers(instance_of(Problem(LINES, offers, terms)))
    return flat(with_minimum_sums(covers, range(len(terms))))


def test_a_supplier_gets_more_lines_where_that_is_cheaper_than_none():
    assert taken_of(0, 0) == [(0, 1), (2, 1)]  # the choices of a line are sorted by their price
    assert taken_of(51, 0) == [(0, 1), (3, 1)]


def test_a_supplier_whose_minimum_sum_is_out_of_reach_gets_nothing():
    assert taken_of(1000, 0) == [(1, 1), (2, 1)]


def test_a_line_that_nobody_else_has_stays_open_below_the_minimum_sum():
    assert taken_of(1000, 0, offers=OFFERS[:1] + OFFERS[2:]) == [(1, 1)]
