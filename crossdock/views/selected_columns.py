"""What columns of any table are taken for, over its first rows (partials/column_selects.html)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from crossdock.spreadsheets.column_names import COLUMN_NAMES
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.messages import NO_COLUMN_THERE
from crossdock.spreadsheets.preview import Preview
from crossdock.spreadsheets.sheets import column_letters

FIRST_FIELD = "column_1"
FIELD_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
MAX_WIDTH_IN_ORDER = 8
"""A list of more columns shows the selected ones first: they would be out of sight."""


def posted_columns(preview: Preview, data: QueryDict) -> tuple[dict[int, str], int | None]:
    """The name selected over each column, by its index, and the row of the headings.

    Fields are numbered from 1; one beyond the table is at its index too.
    """
    rows = {str(row): row for row, _cells in enumerate(preview.rows, preview.first_row)}
    numbers = [name.removeprefix("column_") for name in data if name.startswith("column_")]
    indexes = [int(number) - 1 for number in numbers if FIELD_NUMBER.fullmatch(number)]
    by_index = {index: data.get(f"column_{index + 1}", "") for index in indexes}
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
    def names(self) -> list[tuple[str, str]]:
        """What a column can be, and its name."""
        return [(str(column), str(COLUMN_NAMES[column])) for column in self.offered]

    @property
    def selects(self) -> list[tuple[int, str, str]]:
        """The number, the letters and the selected column of each column, for the page."""
        letters = self.preview.letters
        return [(index + 1, letters[index], self.by_index.get(index, "")) for index in self.order]

    @property
    def numbered_rows(self) -> list[tuple[int, list[object]]]:
        """The rows with their numbers in the file, in the page's order of columns."""
        rows = enumerate(self.preview.rows, self.preview.first_row)
        return [(number, [cells[index] for index in self.order]) for number, cells in rows]

    @property
    def beyond(self) -> str:
        """What to say if a column is selected that the table does not have; "" if none is."""
        letters = self.preview.letters
        outside = [i for i, name in self.by_index.items() if name and i >= len(letters)]
        if not outside:
            return ""
        last_letters = letters[-1] if letters else _("none")
        name = column_letters(self.preview.left + outside[0])
        return str(NO_COLUMN_THERE % {"name": name, "last": last_letters})
