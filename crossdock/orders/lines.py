"""What is ordered: pieces of a part from a supplier, at a price."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

KOPECK = Decimal("0.01")


class OrderLine(NamedTuple):
    """Some pieces of a part. `brand` and `article` are as the supplier spells them.

    `number` is the request line's, from 1; `supplier` the supplier's name; `price` that of one
    piece, with the discount, to the kopeck; `code` what those who ask call the part.
    """

    number: int
    supplier: str
    brand: str
    article: str
    pieces: Decimal
    price: Decimal
    store: str = ""
    code: str = ""

    @property
    def sum(self) -> Decimal:
        """What its pieces cost, to the kopeck."""
        return to_kopeck(self.pieces * self.price)


def to_kopeck(money: Decimal) -> Decimal:
    """The sum with two decimals, half up."""
    return money.quantize(KOPECK, ROUND_HALF_UP)


def discounted(price: Decimal, discount: Decimal | None) -> Decimal:
    """What a piece costs with a discount in percent, to the kopeck.

    >>> discounted(Decimal("10.05"), Decimal(10))
    Decimal('9.05')
    """
    return to_kopeck(price * (100 - (discount or 0)) / 100)


def total(lines: Iterable[OrderLine]) -> Decimal:
    """What lines cost together: the sum of what their files show."""
    return sum((line.sum for line in lines), Decimal("0.00"))
