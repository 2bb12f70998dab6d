"""The first rows of a file as they are read, for people to see which column is which."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Self

from crossdock.spreadsheets import reading
from crossdock.spreadsheets.cells import Row, as_text, is_empty
from crossdock.spreadsheets.chosen import Choice, Choices
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.header import HEADER_ROWS, SAMPLE_ROWS, Layout, unknown_header
from crossdock.spreadsheets.problems import TableError, Trouble
from crossdock.spreadsheets.rows import rows as table_rows
from crossdock.spreadsheets.sheets import Sheet, column_letters

ROWS = 15
ABOVE_HEADER = 2
MOST_COLUMNS = 60
LONGEST_TEXT = 200


@dataclass(frozen=True)
class Preview:
    """Rows of a sheet as people see them; rows are numbered from 1, columns from 0.

    `recognised` are the columns by the headings or the content alone, empty where they cannot be
    told at the same place; `columns` are those that will be read: as chosen before, where the
    choices still hold. `header_row` may be a guess where the columns are not recognised.
    """

    sheet: str | None
    left: int
    first_row: int
    rows: list[list[str]]
    header_row: int | None
    headings: list[str]
    recognised: dict[Column, int]
    columns: dict[Column, int]
    choices_hold: bool

    @classmethod
    def parse(cls, message: dict[str, Any]) -> Self:
        """Out of a message of the child process."""
        columns = {
            key: {Column(name): index for name, index in message[key].items()}
            for key in ("recognised", "columns")
        }
        return cls(**message | columns)

    @property
    def letters(self) -> list[str]:
        """What the spreadsheet calls the columns."""
        width = max(map(len, self.rows), default=0)
        return [column_letters(self.left + index) for index in range(width)]

    def headings_in(self, row: int | None) -> list[str]:
        """The headings, if they stand in that row; none for None."""
        if row == self.header_row:
            return self.headings
        index = -1 if row is None else row - self.first_row
        return self.rows[index] if 0 <= index < len(self.rows) else []

    def choice(self, index: int, header_row: int | None) -> Choice:
        """A column in words that find it again in the supplier's next list."""
        headings = self.headings_in(header_row)
        return Choice(headings[index] if index < len(headings) else "", self.letters[index])


def preview_message(path: Path, needed: Collection[Column], choices: Choices) -> dict[str, Any]:
    """What the child process sends of a file of which people want to see something.

    Raises TableError where it cannot be read at all.
    """
    found = _find(path, needed, {})
    chosen = _find(path, needed, choices) if choices else found
    choices_hold = not choices or chosen is not None
    if (shown := chosen or found) is None:
        sheet, header = _likeliest(path)
        return _message(sheet, None, header, choices_hold)
    sheet, layout = shown
    message = _message(sheet, layout, layout.header_row, choices_hold)
    same_place = found and (found[0].name, found[1].header_row) == (sheet.name, layout.header_row)
    return message | {"recognised": found[1].columns if found and same_place else {}}


def _find(path: Path, needed: Collection[Column], choices: Choices) -> tuple[Sheet, Layout] | None:
    try:
        return reading.find_table(path, needed, choices)
    except TableError as problem:
        if problem.trouble in (Trouble.NO_COLUMNS, Trouble.OTHER_COLUMNS):
            return None
        raise


def _likeliest(path: Path) -> tuple[Sheet, int | None]:
    """The sheet in which most rows are filled, and the row that may be its header, from 1."""
    samples = [
        (sheet, list(islice(sheet.rows(), SAMPLE_ROWS))) for sheet in reading.open_sheets(path)
    ]
    visible = [each for each in samples if not each[0].is_hidden] or samples
    sheet, sample = max(visible, key=lambda each: sum(not is_empty(row) for row in each[1]))
    header = unknown_header(sample)
    return sheet, None if header is None else header + 1


def _message(
    sheet: Sheet, layout: Layout | None, header_row: int | None, choices_hold: bool
) -> dict[str, Any]:
    above = max(0, (header_row or 1) - 1 - ABOVE_HEADER)
    numbered = _rows(sheet, layout, above)
    rows = [[_shown(cell) for cell in row[:MOST_COLUMNS]] for row in islice(numbered, ROWS)]
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    headings: list[str] = layout.headings if layout else []
    if layout is None and header_row is not None:
        headings = rows[header_row - 1 - above]
    return {
        "sheet": sheet.name,
        "left": sheet.left,
        "first_row": above + 1,
        "rows": rows,
        "header_row": header_row,
        "headings": headings,
        "recognised": {},
        "columns": layout.columns if layout else {},
        "choices_hold": choices_hold,
    }


def _rows(sheet: Sheet, layout: Layout | None, above: int) -> Iterator[Row]:
    """The rows from the one of this index on, those of the table as an import reads them."""
    if layout is None:
        yield from islice(sheet.rows(), above, above + HEADER_ROWS)
    else:
        yield from islice(sheet.rows(), above, layout.first_row - 1)
        yield from table_rows(sheet, layout.widened(len(layout.headings)))


def _shown(cell: Any) -> str:
    return as_text(cell)[:LONGEST_TEXT]
