"""What there is to say of a line besides its outcome."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from crossdock.offers.evidence import NO_EVIDENCE, Evidence
from crossdock.spreadsheets.columns import Column


class Remark(NamedTuple):
    """What could not be read of a line, and how much its offers are above its ceiling price.

    `quantity` and `ceiling` are texts of cells that name no number, "" where there are none such.
    `cheapest` is the lowest price where all offers are above the ceiling, `excess` how far.
    `evidence` speaks of a line without offers.
    """

    quantity: str = ""
    ceiling: str = ""
    cheapest: float | None = None
    excess: float | None = None
    evidence: Evidence = NO_EVIDENCE

    @classmethod
    def from_values(cls, values: Sequence[Any]) -> Self:
        """As it was before JSON made a list of it; files of before have fewer values."""
        remark = cls(*values)
        return remark._replace(evidence=Evidence.from_values(remark.evidence))

    def unread(self, column: Column, text: str) -> "Remark":
        """The same, and this text in the column of quantities or ceilings could not be read."""
        if column is Column.QUANTITY:
            return self._replace(quantity=text)
        return self._replace(ceiling=text)

    @property
    def is_above_ceiling(self) -> bool:
        """Whether there are offers, all of them too dear."""
        return self.cheapest is not None


NO_REMARK = Remark()
