"""Which column is which in a table without headings, by what the columns hold."""

import re
from collections.abc import Collection, Sequence
from statistics import mean, median

from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.columns import Column

MOST = 0.8
LONGEST_CODE = 40
QUANTITY = re.compile(
    r"[<>≥≤]?\s*\d{1,6}(\s*-\s*\d+)?\s*\+?\s*(шт|pcs)?\.?|[+-]+|есть|нет|в наличии|под заказ|да|no|yes",
    re.IGNORECASE,
)


def guess(rows: Sequence[Row], needed: Collection[Column]) -> dict[Column, int] | None:
    """The columns (from 0) of a table without headings; None where they cannot be told.

    A request is brand, article, and whatever follows. A price list's order is told by content.
    """
    width = max(len(row) for row in rows)
    values = [_Values(rows, index) for index in range(width)]
    found = _price_list(values) if Column.PRICE in needed else _request(values)
    return found if found.keys() >= set(needed) else None


class _Values:
    """What a column holds, in the first rows."""

    def __init__(self, rows: Sequence[Row], index: int) -> None:
        self.index = index
        self.texts = [text for row in rows if index < len(row) if (text := as_text(row[index]))]
        self.numbers = [n for text in self.texts if (n := _number(text)) is not None]
        self.filled = len(self.texts) / len(rows)
        self.variety = len(set(self.texts)) / max(len(self.texts), 1)
        self.length = mean(map(len, self.texts)) if self.texts else 0.0
        self.words = mean(len(text.split()) for text in self.texts) if self.texts else 0.0
        self.with_digits = self.share(any(c.isdigit() for c in text) for text in self.texts)
        self.with_letters = self.share(any(c.isalpha() for c in text) for text in self.texts)
        self.fractions = self.share(not n.is_integer() for n in self.numbers)

    def share(self, flags: Collection[bool] | object) -> float:
        """How many of the column's values, from 0 to 1."""
        return sum(flags) / max(len(self.texts), 1)  # type: ignore

