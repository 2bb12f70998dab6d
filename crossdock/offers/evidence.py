"""What speaks of a part for which there are no offers, besides its outcome."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, Self

from crossdock.offers.days import as_date

MAX_NAMES = 3
"""So many brands or suppliers are named."""


class Hint(NamedTuple):
    """Another article that a line may have meant, and what a look-up of it finds.

    `offers` are those that would be chosen; `price` is that of the cheapest.
    """

    article: str
    offers: int
    price: float


class Evidence(NamedTuple):
    """Who has the part, or what else its article is known as.

    `names` are brands or suppliers, as the outcome says, and `more` is how many others there are.
    `price` is the lowest of their prices, or the last that there was; `day` is when that was, in
    days after FIRST_DAY.
    """

    names: Sequence[str] = ()
    more: int = 0
    price: float | None = None
    day: int | None = None
    hint: Hint | None = None

    def __bool__(self) -> bool:
        """Whether there is any."""
        return self != NO_EVIDENCE

    @property
    def last_day(self) -> date | None:
        """The day, as a date."""
        return None if self.day is None else as_date(self.day)

    @classmethod
    def of(cls, names: Sequence[str], price: float | None = None) -> Self:
        """With as many of these names as are shown."""
        return cls(tuple(names[:MAX_NAMES]), max(0, len(names) - MAX_NAMES), price)

    @classmethod
    def from_values(cls, values: Sequence[Any]) -> Self:
        """As it was before JSON made a list of it."""
        names, more, price, day, hint = values
        return cls(tuple(names), more, price, day, hint and Hint(*hint))


NO_EVIDENCE = Evidence()
