import doctest
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from crossdock.offers import answers as answers_module
from crossdock.offers.answers import Answer, BestOffer, best_answers
from crossdock.offers.outcomes import Outcome

PARTS = 4
DAY = 20_000
TERMS = "Bosch\x1f1\x1f\x1f10\x1f\x1f48"
SUPPLIERS = ["Alfa", "Beta", "Zeta", "Вега"]

ranks = st.integers(0, len(SUPPLIERS) - 1)
found_offers = st.lists(
    st.tuples(
        st.integers(0, PARTS - 1),
        st.sampled_from([1.0, 1.5, 20.0]),
        ranks,
        st.just(3.0),
        st.just(DAY),
        st.sampled_from(["", TERMS]),
    ),
    unique_by=lambda offer: (offer[0], offer[2]),  # of each supplier one for a part
)


@given(found_offers)
def test_the_three_cheapest_of_each_part_and_of_equal_prices_the_first_suppliers(found) -> None:
    answers = list(best_answers(PARTS, found, {}, SUPPLIERS))
    by_part = {part: list(each) for part, each in groupby(sorted(found), lambda offer: offer[0])}
    for part, answer in enumerate(answers):
        offers = sorted(by_part.get(part, []), key=lambda offer: (offer[1], SUPPLIERS[offer[2]]))
        best = [
            BestOffer(price, amount, SUPPLIERS[rank], day, terms)
            for _, price, rank, amount, day, terms in offers[:3]
        ]
        assert answer == Answer(best, Outcome.FOUND if best else Outcome.NOT_FOUND)


def test_an_outcome_that_is_known_stays() -> None:
    known = {0: Outcome.TOO_OLD, 1: Outcome.FOUND_IGNORING_ZEROS}
    answers = best_answers(3, [(1, 7.0, 0, 2.0, DAY, TERMS)], known, SUPPLIERS)
    assert list(answers) == [
        Answer([], Outcome.TOO_OLD),
        Answer([BestOffer(7.0, 2.0, "Alfa", DAY, TERMS)], Outcome.FOUND_IGNORING_ZEROS),
        Answer([], Outcome.NOT_FOUND),
    ]


def test_starts_say_where_each_parts_offers_are() -> None:
    offers = [(0, 1.0, 0, 1.0, DAY, ""), (0, 2.0, 1, 1.0, DAY, ""), (2, 3.0, 2, 1.0, DAY, "")]
    answers = best_answers(3, offers, {}, SUPPLIERS)
    assert answers.starts == [0, 2, 2, 3]


def test_no_parts() -> None:
    assert list(best_answers(0, [], {}, SUPPLIERS)) == []


def test_the_example_holds() -> None:
    assert doctest.testmod(answers_module) == (0, 2)
