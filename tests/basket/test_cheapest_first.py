from crossdock.basket.cheapest_first import cheapest_first
from crossdock.basket.problem import Line, Offer, Problem, Rules, Terms


def test_each_line_takes_whole_packs_of_the_cheapest_and_then_of_the_next():
    offers = (
        Offer(0, 0, 20, stock=9, pack=4),
        Offer(0, 1, 10, stock=3, pack=2),
        Offer(0, 2, 5, stock=9),
        Offer(1, 0, 30, stock=9),
    )
    terms = (Terms(minimum_sum=10_000), Terms(), Terms())
    rules = Rules(excluded=frozenset({2}))
    basket = cheapest_first(Problem((Line(1, 5), Line(2, 2)), offers, terms, rules))
    assert basket.takes == ((0, 4), (1, 2), (3, 2))  # though supplier 0 takes no such order
