"""What columns of any table are taken for, over its first rows (partials/column_selects.html)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from django.http import QueryDict

from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.preview import Preview

MAX_WIDTH_IN_ORDER = 8
"""A list of more columns shows the selected ones first: they would be out of sight."""


def posted_columns(preview: Preview, data: QueryDict) -> tuple[dict[int, str], int | None]:
    """The name selected over each column, by its index, and the row of the headings."""
    rows = {str(row): row for row, _cells in enumerate(preview.rows, preview.first_row)}
    by_index = {index: data.get(f"column_{index}", "") for index in range(len(preview.letters))}
    return by_index, rows.get(data.get("header_row", ""))


@dataclass(frozen=True)
class SelectedColumns:
    """The first rows of a table, and what each column is taken for; `offered` are the choices."""

    offered: ClassVar[Sequence[Column]]

    preview: Preview
    by_index: Mapping[int, str]
    header_row: int | None

    @cached_property
    def order(self) -> list[int]:
        """The indexes of the columns as the page shows them: of a wide list, the selected first."""
        indexes = range(len(self.preview.letters))
        if len(indexes) <= MAX_WIDTH_IN_ORDER:
            return list(indexes)
        selected = [i for name in self.offered for i in indexes if self.by_index.get(i) == name]
        return [*selected, *(i for i in indexes if i not in selected)]

    @property
    def selects(self) -> list[tuple[int, str, str]]:
        """The index, the letters and the selected column of each column, for the page."""
        letters = self.preview.letters
        return [(index, letters[index], self.by_index.get(index, "")) for index in self.order]

    @property
    def numbered_rows(self) -> list[tuple[int, list[str]]]:
        """The rows with their numbers in the file, in the page's order of columns."""
        rows = enumerate(self.preview.rows, self.preview.first_row)
        return [(number, [cells[index] for index in self.order]) for number, cells in rows]
