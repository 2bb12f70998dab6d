from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossdock.negotiation.bids import WHOLE, Bid, discounted, rivalry
from crossdock.offers.found import LatestOffer


def bid(price: int, limit: int | None) -> Bid:
    return Bid(0, 1, "BOSCH", "1", 2.0, price, limit)


@given(st.integers(1, 10**9), st.integers(-5, 10**9))
def test_the_discount_is_the_least_that_wins(price, limit):
    least = bid(price, limit).discount
    if least is None:
        assert limit < 1
        return
    assert discounted(price, least) <= limit
    assert least == 0 or discounted(price, least - 1) > limit
    assert least <= WHOLE


def test_who_has_no_rival_wins_at_any_price():
    assert bid(10, None).discount == 0


def offer(supplier: int, price: str) -> LatestOffer:
    return LatestOffer(supplier, Decimal(price), Decimal(1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("others", "ceiling", "limit"),
    [
        ([], None, None),
        ([], 9.5, 95_000),
        ([offer(1, "9")], None, 90_000),  # stands behind: equal prices win
        ([offer(3, "9")], None, 89_999),  # stands before
        ([offer(3, "9"), offer(1, "9")], None, 89_999),
        ([offer(3, "9"), offer(1, "8")], 8.5, 80_000),
        ([offer(1, "9")], 8.5, 85_000),
    ],
)
def test_the_limit_is_the_cheapest_rival_or_the_ceiling(others, ceiling, limit):
    found = rivalry(2, [*others, offer(2, "10")], [3, 2, 1], ceiling)
    assert found == (100_000, limit)


def test_who_offers_nothing_has_no_rivalry():
    assert rivalry(2, [offer(1, "9")], [1, 2]) is None
