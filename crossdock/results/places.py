"""Where the lines of a result stand in the request file."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crossdock.spreadsheets.sheets import TablePlace


class Run(NamedTuple):
    """Lines from `first_line`, from 1, that stand in rows from `first_row` on, one after another.

    `table` is the number of their table, from 0.
    """

    first_line: int
    table: int
    first_row: int


class Places:
    """The file's tables, and the runs of lines in them, in the order of the lines."""

    def __init__(self, tables: Sequence[TablePlace] = (), runs: Sequence[Run] = ()) -> None:
        self.tables = list(tables)
        self.runs = list(runs)
        self._lines = 0

    def add(self, table: int, rows: Sequence[int]) -> None:
        """Note the rows of the next lines, which follow one another."""
        before = None
        if rows[-1] - rows[0] < len(rows):  # none is left out, as in most files
            self.runs.append(Run(self._lines + 1, table, rows[0]))
        else:
            for line, row in enumerate(rows, self._lines + 1):
                if before is None or row != before + 1:
                    self.runs.append(Run(line, table, row))
                before = row
        self._lines += len(rows)

    def rows(self, table: int, lines: int) -> Iterator[tuple[int, int]]:
        """The number of each line of a table, and its row; `lines` is the number of all lines."""
        ends = [run.first_line for run in self.runs[1:]] + [lines + 1]
        for run, end in zip(self.runs, ends, strict=True):
            if run.table == table:
                yield from enumerate(
                    range(run.first_row, run.first_row + end - run.first_line), run.first_line
                )
