"""Rows that grow while a web page or XML is read."""

from collections.abc import Iterator

from crossdock.spreadsheets.cells import Cell, Row
from crossdock.spreadsheets.number_formats import PLAIN, FormatGrid, Formats, Matters
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Hidden, Merged, Sheet
from crossdock.spreadsheets.wrapped import unwrapped_if_needed


class Table:
    """Rows that grow; no more than a sheet may have."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name
        self.notes: tuple[str, ...] = ()
        self.is_hidden = False
        self.rows: list[Row] = []
        self.areas: list[Merged] = []
        self.grid = FormatGrid()
        self.hidden_rows = 0
        self.hidden_columns: set[int] = set()
        self._cells = 0

    def put(self, row: int, column: int, cell: Cell) -> None:
        """A cell at a place, from 0. Raises TableError for one that is too far away."""
        rows, width = max(len(self.rows), row + 1), column + 1
        if row < len(self.rows):
            width -= len(self.rows[row])
        self._cells += max(0, width)
        if row >= MAX_ROWS or column >= MAX_COLUMNS or self._cells > MAX_CELLS:
            raise TableError(ReadError.TOO_MANY_CELLS, rows=rows, columns=column + 1)
        self.rows.extend([] for _ in range(rows - len(self.rows)))
        self.rows[row].extend([None] * (column + 1 - len(self.rows[row])))
        self.rows[row][column] = cell

    def sheet(self) -> Sheet:
        """What has been put into it."""
        return Sheet(
            name=self.name,
            height=len(self.rows),
            rows=self._copies,
            formats=self._formats,
            merged=lambda: self.areas,
            widest=lambda: max(map(len, self.rows), default=0),
            hidden=lambda: Hidden(self.hidden_rows, frozenset(self.hidden_columns)),
            is_hidden=self.is_hidden,
            notes=self.notes,
        )

    def _formats(self, column: int, matters: Matters) -> Formats:
        forms = self.grid.columns.get(column, ())
        return (
            [form if matters(form) else PLAIN for form in forms] if any(map(matters, forms)) else ()
        )

    def _copies(self) -> Iterator[Row]:
        return unwrapped_if_needed(map(list[Cell], self.rows))
