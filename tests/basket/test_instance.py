from hypothesis import given, settings

from crossdock.basket.instance import Bounds, Instance, bounds, instance_of
from crossdock.basket.problem import Line, Offer, Problem, Rank, Terms
from tests.basket.problems import problems


def test_what_a_line_may_take_of_an_offer_are_whole_packs():
    assert bounds(Offer(0, 0, 1, stock=9), 4) == Bounds(1, 4)
    assert bounds(Offer(0, 0, 1, stock=9, pack=4, minimum=5), 4) == Bounds(8, 8)
    assert bounds(Offer(0, 0, 1, stock=7, pack=4, minimum=5), 4) is None
    assert bounds(Offer(0, 0, 1, stock=9), 0) is None


@settings(max_examples=30, deadline=None)
@given(problems(ranks=tuple(Rank)))
def test_an_instance_is_the_same_on_the_other_side_of_a_pipe(problem):
    instance = instance_of(problem)
    assert Instance.from_bytes(instance.to_bytes()) == instance


def test_what_is_wanted_less_is_left_out_where_the_rest_can_fill_the_line():
    offers = (
        Offer(0, 0, 30, 2, rank=Rank.PREFERRED),
        Offer(0, 1, 20, 2),
        Offer(0, 2, 10, 9, rank=Rank.LAST_RESORT),
        Offer(0, 3, 1, 9, rank=Rank.NEVER),
    )
    terms = (Terms(),) * 4
    assert instance_of(Problem((Line(1, 2),), offers, terms)).offer == [0]
    assert instance_of(Problem((Line(1, 4),), offers, terms)).offer == [1, 0]
    assert instance_of(Problem((Line(1, 5),), offers, terms)).offer == [2, 1, 0]
    assert instance_of(Problem((Line(1, 2),), offers, terms), ranked=False).offer == [2, 1, 0]
