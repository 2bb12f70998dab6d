from hypothesis import given
from hypothesis import strategies as st

from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.results.lines import ResultLine
from crossdock.results.purchases import Purchase, purchase
from tests.lines import columns

amounts = st.integers(0, 200).map(float)
offers = st.lists(st.builds(BestOffer, amounts, amounts.filter(bool), st.just("A")), max_size=3)


def test_the_cheapest_offers_are_bought_first() -> None:
    offers = [BestOffer(10.0, 3.0, "A"), BestOffer(11.0, 1.0, "B")]
    assert purchase(offers, 2.0) == Purchase(2, 2, 20)
    assert purchase(offers, 4.0) == Purchase(4, 4, 41)
    assert purchase(offers, 116.0) == Purchase(116, 4, 41)
    assert purchase(offers, 0.0) == Purchase(0, 0, 0)
    assert purchase(offers, None) is None


def test_only_lines_with_offers_can_be_short() -> None:
    assert Purchase(116, 4, 41).is_short
    assert not Purchase(4, 4, 41).is_short
    assert not Purchase(116, 0, 0).is_short


def test_sums_have_no_digits_that_come_from_the_machine() -> None:
    assert purchase([BestOffer(0.1, 0.1, "A"), BestOffer(0.2, 0.2, "B")], 9.0) == (9, 0.3, 0.05)


@given(st.lists(st.tuples(offers, st.one_of(st.none(), amounts)), max_size=5))
def test_many_lines_are_bought_as_each_alone(lines) -> None:
    batch = [ResultLine("B", "1", offers, Outcome.FOUND, (), demand) for offers, demand in lines]
    bought = [purchase(offers, demand) for offers, demand in lines]
    purchases = columns(batch).purchases
    assert purchases.costs == [
        each.cost if each and offers else None
        for each, (offers, _demand) in zip(bought, lines, strict=True)
    ]
    assert purchases.short == {
        place: each for place, each in enumerate(bought) if each and each.is_short
    }
