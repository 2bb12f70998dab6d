from decimal import Decimal

import pytest

from crossdock.basket.problem import Terms, amount, units


@pytest.mark.parametrize(
    ("price", "money"),
    [(12.5, 125_000), (0.1, 1000), (Decimal("0.00005"), 1), (Decimal("0.00004"), 0)],
)
def test_money_is_counted_in_whole_units(price, money):
    assert units(price) == money


def test_units_are_an_amount_again():
    assert amount(units(Decimal("1234.5678"))) == Decimal("1234.5678")


def test_delivery_is_free_from_a_sum_and_where_nothing_is_bought():
    terms = Terms(delivery_cost=5, free_from=100)
    assert [terms.delivery(goods) for goods in (0, 99, 100)] == [0, 5, 0]
    assert Terms(delivery_cost=5).delivery(10**9) == 5
