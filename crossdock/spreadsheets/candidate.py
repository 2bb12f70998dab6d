"""A column that could be the price, the stock, …."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from crossdock.spreadsheets.headerless import number_of
from crossdock.spreadsheets.roles import Role

MAX_WORDS = 0.5
"""A column of stock with more words («есть») than this share does not count pieces."""


@dataclass(frozen=True)
class Candidate:
    """A column whose heading could name what is looked for.

    `partly`: only a part of the heading does; `rank`: which synonym it is, the best is 0.
    """

    index: int
    heading: str
    partly: bool
    rank: int
    role: Role
    cells: Sequence[str]

    @cached_property
    def fill(self) -> int:
        """How many of the rows below have something in it."""
        return sum(map(bool, self.cells))

    @cached_property
    def numbers(self) -> list[float | None]:
        """Its value in each row, where that is a plain number."""
        return [number_of(cell) for cell in self.cells]

    @cached_property
    def is_in_words(self) -> bool:
        """Whether it says that there is something, not how much."""
        words = sum(bool(cell) and not any(map(str.isdigit, cell)) for cell in self.cells)
        return words > MAX_WORDS * self.fill

    def only_tells_of(self, other: "Candidate") -> bool:
        """Whether it says 1 or 0 (yes or no) of each row in which the other one says how many."""
        if self.partly or other is self or not set(filter(None, self.cells)) <= {"0", "1"}:
            return False
        pairs = list(zip(self.numbers, other.numbers, strict=True))
        return any(number and number > 1 for _, number in pairs) and all(
            bool(told) == bool(number) for told, number in pairs
        )

    @property
    def place(self) -> tuple[bool, bool, int, int]:
        """What is chosen first: with values, by a full synonym, the better one, on the left."""
        return not self.fill, self.partly, self.rank, self.index
