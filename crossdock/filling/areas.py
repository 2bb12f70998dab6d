"""Areas of a sheet, as its XML names them."""

import re
from typing import NamedTuple, Self

from crossdock.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS, column_letters

CORNER = re.compile(r"\$?([A-Z]{1,3})?\$?(\d{1,7})?")
LETTERS = re.compile(r"[A-Z]{1,3}")


def column_index(letters: str) -> int:
    """The column of these letters, from 0: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


class Area(NamedTuple):
    """From a first to a last column (from 0) and row (from 1), these included."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    @classmethod
    def parse(cls, reference: str) -> Self | None:
        """Of `B2`, `A1:I10`, `$A:$C` or `2:5`; None for anything else."""
        corner, _, opposite = reference.upper().partition(":")
        matches = list(map(CORNER.fullmatch, (corner, opposite or corner)))
        if not corner or not all(matches):
            return None
        (c1, r1), (c2, r2) = (match.groups() for match in matches if match)
        return cls(
            column_index(c1) if c1 else 0,
            int(r1) if r1 else 1,
            column_index(c2) if c2 else MAX_COLUMNS - 1,
            int(r2) if r2 else MAX_ROWS,
        )

    def __str__(self) -> str:
        corner = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{corner}:{column_letters(self.last_column)}{self.last_row}"

    def touches(self, columns: range, rows: range) -> bool:
        """Whether a cell of it stands in one of these columns and rows."""
        return (
            self.first_column < columns.stop
            and self.last_column >= columns.start
            and self.first_row < rows.stop
            and self.last_row >= rows.start
        )

    def widened(self, last_column: int) -> Self:
        """The same with a later last column."""
        return self._replace(last_column=last_column)
