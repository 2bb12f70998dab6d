"""What came of a price list's import."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from crossdock.brands.new_brands import NewBrand
from crossdock.models import PriceList
from crossdock.pricelists.reasons import LeftOut, SkipReason
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.texts import Joined, Number, Text
from crossdock.texts import Text as _

MAX_EXAMPLES = 5


@dataclass
class ImportReport:
    """The rows taken, and the rows left out: how many for each reason, and the first of them.

    `unread` counts by their columns the terms that cannot be read, in rows that are taken.
    """

    price_list: PriceList
    sheet: str | None
    mapping: ColumnMapping
    notes: dict[str, Any] = field(default_factory=dict)
    rows_taken: int = 0
    rows_in_stock: int = 0
    unread: Counter[Column] = field(default_factory=Counter)
    left_out: Counter[SkipReason] = field(default_factory=Counter)
    examples: dict[SkipReason, list[LeftOut]] = field(default_factory=dict)
    new_brands: list[NewBrand] = field(default_factory=list)

    @property
    def rows_left_out(self) -> int:
        """How many, for whatever reason."""
        return self.left_out.total()

    def to_json(self) -> dict[str, Any]:
        """How many rows are in stock, left out for each reason, or lack terms; the new brands."""
        left_out = dict(self.left_out.most_common())
        counts = {"in_stock": self.rows_in_stock, "left_out": left_out, "unread": dict(self.unread)}
        return counts | ({"new_brands": self.new_brands} if self.new_brands else {})

    def leave_out(self, row: LeftOut) -> None:
        """Count a row that is not taken."""
        self.left_out[row.reason] += 1
        examples = self.examples.setdefault(row.reason, [])
        if len(examples) < MAX_EXAMPLES:
            examples.append(row)

    def reasons(self) -> Iterator[Text]:
        """A line for each reason, the most frequent first, with the first rows it holds for."""
        for reason, count in self.left_out.most_common():
            examples: list[Text | str] = [
                _("%(place)s «%(text)s»") % {"place": example.place, "text": example.text}
                if example.text
                else example.place
                for example in self.examples[reason]
            ]
            more = ["…"] if count > MAX_EXAMPLES else []
            yield _("%(reason)s: %(count)s (%(examples)s)") % {
                "reason": Text.of(reason.label),
                "count": Number(count),
                "examples": Joined.of(examples + more, "; "),
            }
