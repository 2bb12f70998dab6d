"""What was doubtful about a file, or is not read of it: said beside whatever came of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.header import Layout
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
    `headings_again`: rows that repeat the headings of a request. `hidden_rows` are how many of the
    rows that are read nobody sees, `hidden_columns` the headings of such columns.
    """

    encoding: str = ""
    read: list[tuple[str, int]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    headings_again: int = 0
    hidden_rows: int = 0
    hidden_columns: list[str] = field(default_factory=list)

    def leave_out(self, sheet: Sheet, sample: Sequence[Row], needed: Collection[Column]) -> None:
        """Note that a sheet is not read, if it looks like a table."""
        rows = sum(sum(bool(as_text(cell)) for cell in row) >= len(needed) for row in sample)
        if rows >= MIN_ROWS and len(self.left_out) < MAX_SHEETS:
            self.left_out.append((sheet.name or "")[:MAX_NAME])

    def tell_hidden(self, tables: Iterable[tuple[Sheet, Layout]]) -> None:
        """Note what is read of these tables, though it is hidden."""
        by_sheet = {sheet.name: (sheet, layout) for sheet, layout in tables}
        for sheet, layout in by_sheet.values():
            self.hidden_rows += sheet.hidden().rows
            columns = (i for name, i in layout.columns.items() if name is not Column.NAME)
            read = sorted({*columns, *layout.recognition.stores})
            headings = [
                layout.headings[i]
                for i in read
                if i in sheet.hidden_columns and i < len(layout.headings)
            ]
            self.hidden_columns += [text[:MAX_NAME] for text in headings]

    def to_json(self) -> dict[str, Any]:
        """What there is to say, and nothing else."""
        return {name: value for name, value in asdict(self).items() if value}
