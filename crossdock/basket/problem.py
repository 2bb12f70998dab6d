"""What is to be bought, what is on offer for it, and the rules: plain values without a database.

Money is counted in whole units of a ten-thousandth of the currency, because prices have up to four
digits behind the point: so every sum is exact. Lines, offers and suppliers are named by their place
in the problem, from 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum

MONEY_UNITS = 10_000
"""Units of money in one of the currency."""

MAX_PIECES = 10**9

SHARE_UNITS = 100
"""Units of a share in a percent."""


class Rank(IntEnum):
    """How much somebody wants an offer, the most wanted first."""

    PREFERRED = 0
    ORDINARY = 1
    LAST_RESORT = 2
    NEVER = 3


@dataclass(frozen=True, slots=True)
class Line:
    """So many pieces of a part; `number` is what people call the line.

    `ceiling` is the most that a piece may cost.
    """

    number: int
    asked: int
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What one piece costs at a supplier, how many there are, and how they are sold.

    Pieces come in whole packs, and at least `minimum` at a time. `hours` is when they would arrive,
    None where nobody knows.
    """

    line: int
    supplier: int
    price: int
    stock: int
    pack: int = 1
    minimum: int = 1
    hours: int | None = None
    rank: Rank = Rank.ORDINARY


@dataclass(frozen=True, slots=True)
class Terms:
    """A supplier's terms: below `minimum_sum` it takes no order; delivery is free from a sum."""

    minimum_sum: int = 0
    delivery_cost: int = 0
    free_from: int | None = None

    def delivery(self, goods: int) -> int:
        """What delivering goods of this sum costs."""
        is_free = not goods or (self.free_from is not None and goods >= self.free_from)
        return 0 if is_free else self.delivery_cost


@dataclass(frozen=True, slots=True)
class Rules:
    """What a basket has to keep to.

    `max_share` is the largest part of all goods that one supplier may have, in hundredths of a
    percent; `budget` includes delivery. With `no_split`, a line is bought from one offer. `pins`
    say which supplier a line has to be bought from.
    """

    max_suppliers: int | None = None
    within_hours: int | None = None
    budget: int | None = None
    max_share: int | None = None
    no_split: bool = False
    pins: Mapping[int, int] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that a basket is made of. There are terms for each supplier."""

    lines: tuple[Line, ...]
    offers: tuple[Offer, ...]
    terms: tuple[Terms, ...]
    rules: Rules = Rules()


def units(amount: Decimal | float) -> int:
    """An amount of the currency, in units of money.

    >>> units(12.5), units(Decimal("0.00005"))
    (125000, 1)
    """
    exact = amount if isinstance(amount, Decimal) else Decimal(repr(float(amount)))
    return int((exact * MONEY_UNITS).to_integral_value(ROUND_HALF_UP))


def amount(money: int) -> Decimal:
    """Units of money as an amount of the currency."""
    return Decimal(money) / MONEY_UNITS
