from decimal import Decimal

import pytest

from crossdock.orders.lines import OrderLine, discounted, total


def line(pieces: str, price: str) -> OrderLine:
    return OrderLine(1, "Supplier", "BOSCH", "1", Decimal(pieces), Decimal(price))


def test_a_sum_is_of_what_the_files_show() -> None:
    lines = [line("0.5", "0.01"), line("0.5", "0.01"), line("3", "1.10")]
    assert [row.sum for row in lines] == [Decimal("0.01"), Decimal("0.01"), Decimal("3.30")]
    assert total(lines) == Decimal("3.32")
    assert str(total([])) == "0.00"


@pytest.mark.parametrize(
    ("price", "discount", "cost"),
    [("10.05", "10", "9.05"), ("10.05", None, "10.05"), ("1", "33.33", "0.67")],
)
def test_a_discounted_piece_costs_whole_kopecks(
    price: str, discount: str | None, cost: str
) -> None:
    assert discounted(Decimal(price), discount and Decimal(discount)) == Decimal(cost)
