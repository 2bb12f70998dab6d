from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossdock.offers.answers import best_answers
from crossdock.offers.outcomes import Outcome
from crossdock.pipeline.ceilings import ceiling, under_ceilings
from crossdock.spreadsheets.cells import Cell

prices = st.integers(1, 20).map(float)
ceilings = st.one_of(st.none(), prices)
offered = st.lists(st.lists(prices, max_size=4), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("cell", "price"),
    [
        *((150, 150), (99.9, 99.9), ("150", 150), ("1 200,50", 1200.5), ("150 руб.", 150)),
        *(("150 ₽", 150), ("₽150", 150), ("1,5", 1.5), ("1.500", None), ("1,234", None)),
        *(("5 USD", None), ("$5", None), ("дёшево", None), ("", None), (None, None), (-1, None)),
        ("1.234.567", None),
    ],
)
def test_a_price_is_read_only_where_it_is_certain(cell: Cell, price: float | None) -> None:
    assert ceiling(cell, ["RUB"]) == price


@given(offered, st.data())
def test_what_is_left_costs_no_more(lists: list[list[float]], data: st.DataObject) -> None:
    limits = data.draw(st.lists(ceilings, min_size=len(lists), max_size=len(lists)))
    offers = [(part, price, 0, 1.0, 1, "") for part, each in enumerate(lists) for price in each]
    answers = best_answers(len(lists), offers, {}, ["A"])
    left, cheapest = under_ceilings(answers, limits)
    for place, (start, end) in enumerate(pairwise(left.starts)):
        best = sorted(lists[place])[:3]
        limit = limits[place]
        counting = [price for price in best if limit is None or price <= limit]
        assert list(left.prices[start:end]) == counting
        assert left.counts[place] == len(counting)
        is_above = bool(best) and not counting
        assert cheapest.get(place) == (best[0] if is_above else None)
        assert (left.outcomes[place] is Outcome.ABOVE_CEILING) == is_above
