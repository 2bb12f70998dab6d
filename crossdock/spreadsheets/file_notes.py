"""What was doubtful about a file, or is not read of it: said beside whatever came of it."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.sheets import Sheet

MIN_ROWS = 2
MAX_SHEETS = 20
MAX_NAME = 100


@dataclass
class FileNotes:
    """As the child process finds them.

    `encoding`: that of a text whose letters may be other ones. `read`: the tables after the first
    that are read as well, with the sheet's name and how many rows they have at most. `left_out`,
    `unreadable`: sheets that are not read, because their columns are others or they are damaged.
    `headings_again`: rows that repeat the headings of a request.
    """

    encoding: str = ""
    read: list[tuple[str, int]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    headings_again: int = 0

    def leave_out(self, sheet: Sheet, sample: Sequence[Row], needed: Collection[Column]) -> None:
        """Note that a sheet is not read, if it looks like a table."""
        rows = sum(sum(bool(as_text(cell)) for cell in row) >= len(needed) for row in sample)
        if rows >= MIN_ROWS and len(self.left_out) < MAX_SHEETS:
            self.left_out.append((sheet.name or "")[:MAX_NAME])

    def to_json(self) -> dict[str, Any]:
        """What there is to say, and nothing else."""
        return {name: value for name, value in asdict(self).items() if value}
