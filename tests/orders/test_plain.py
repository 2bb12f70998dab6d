from decimal import Decimal

import pytest

from crossdock.models import Supplier
from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.orders.lines import OrderLine, total
from crossdock.orders.plain import pieces_of, plain_order, suppliers_by_name
from crossdock.results.line_blocks import NumberedLine

SUPPLIERS = {
    "A": Supplier(name="A", discount=Decimal(5)),
    "B": Supplier(name="B"),
}


def line(number: int, demand: float | None, *offers: BestOffer) -> NumberedLine:
    return NumberedLine(number, "BOSCH", "1", Outcome.FOUND, offers, demand)


@pytest.mark.parametrize(
    ("wanted", "there", "pack", "minimum", "pieces"),
    [
        *((3, 10, "", "", 3), (12, 10, "", "", 10), (3, 10, 4, "", 4), (9, 10, 4, "", 8)),
        *((1, 10, "", 5, 5), (1, 4, "", 5, 0), (1, 3, 4, "", 0), (1, 10, 4, 5, 8)),
        ("1.5", 10, "", "", Decimal("1.5")),
    ],
)
def test_pieces_come_in_packs(wanted, there, pack, minimum, pieces) -> None:
    offer = BestOffer(1.0, float(there), "A", 0, f"b\x1fa\x1f\x1f{pack}\x1f{minimum}")
    assert pieces_of(offer, Decimal(wanted)) == pieces


def test_the_cheapest_first_then_the_next_with_the_suppliers_own_spelling() -> None:
    first = BestOffer(10.05, 3.0, "A", 0, "Bosch\x1f0-1\x1fМосква")
    second = BestOffer(11.0, 9.0, "B")
    order = plain_order(
        [line(1, 5, first, second), line(2, None, second), line(3, 0, second)], SUPPLIERS
    )
    assert order.lines == [
        OrderLine(1, "A", "Bosch", "0-1", Decimal(3), Decimal("9.55"), "Москва"),
        OrderLine(1, "B", "BOSCH", "1", Decimal(2), Decimal("11.00")),
        OrderLine(2, "B", "BOSCH", "1", Decimal(1), Decimal("11.00")),
    ]
    assert total(order.lines) == Decimal("61.65")
    assert order.without_quantity == 1


def test_what_cannot_be_ordered_is_told() -> None:
    offer = BestOffer(10.0, 3.0, "A")
    lines = [line(1, 5, offer), line(2, 1), line(3, 1, offer), line(4, 1, BestOffer(1.0, 1.0, "?"))]
    order = plain_order(lines, SUPPLIERS, ordered={3})
    assert order.missing == {1: 2, 2: 1, 4: 1}
    assert (order.ordered, order.unknown) == (1, {"?"})


def test_a_name_that_two_suppliers_share_is_nobodys() -> None:
    suppliers = [Supplier(name="A", code="1"), Supplier(name="A", code="2"), SUPPLIERS["B"]]
    assert suppliers_by_name(suppliers) == {"B": SUPPLIERS["B"]}
