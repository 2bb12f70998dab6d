"""Number formats of a request's own columns, which its result keeps.

In messages a number with a format is a list: the number, and the place of its format in the head's
list of them, from 0.
"""

from collections.abc import Mapping, Sequence

from crossdock.spreadsheets.cells import Cell, FormattedNumber, Row
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.header import Layout
from crossdock.spreadsheets.number_formats import (
    is_written,
    number_format,
    shown_article,
    with_currency,
)
from crossdock.spreadsheets.sheets import Sheet

MAX_FORMATS = 100
"""A workbook may have some 200 of its own."""

MAX_EXACT_INTEGER = 2**53

Numbered = Mapping[int, Sequence[int]]
"""For each column that has any, the numbers of its cells' formats, from the first row; -1: none."""


NO_FORMATS: Numbered = {}


def own_formats(sheet: Sheet, layout: Layout, codes: dict[str, int]) -> Numbered:
    """Those of the sheet's columns that are no parts; new ones are numbered in `codes`."""
    parts = {layout.columns.get(column) for column in (Column.BRAND, Column.ARTICLE)}
    numbered: dict[int, Sequence[int]] = {}
    for column in range(layout.width):
        forms = () if column in parts else sheet.formats(column, is_written)[layout.first_row - 1 :]
        for code in {form.code for form in forms if form.code}:
            if len(codes) < MAX_FORMATS:
                codes.setdefault(code, len(codes))
        if any(form.code in codes for form in forms):
            above = [-1] * (layout.first_row - 1)
            numbered[column] = above + [codes.get(form.code, -1) for form in forms]
    return numbered


def put_formats(row: Row, index: int, numbered: Numbered) -> None:
    """Put their formats to the row's numbers, for the message; `index` is the row's, from 0."""
    for column, numbers in numbered.items():
        cell = row[column]
        if index >= len(numbers) or numbers[index] < 0 or isinstance(cell, bool | str):
            continue
        if isinstance(cell, int | float) and abs(cell) <= MAX_EXACT_INTEGER:
            row[column] = [cell, numbers[index]]  # type: ignore[call-overload]


def with_formats(cells: Row, codes: Sequence[str]) -> Row:
    """The cells as they came in a message, with the formats of their numbers."""
    return [
        FormattedNumber(cell[0], codes[cell[1]]) if isinstance(cell, list) else cell
        for cell in cells
    ]


def with_its_currency(cell: Cell) -> Cell:
    """A number as text with the currency that its format names; any other cell as it is."""
    if isinstance(cell, FormattedNumber) and (currency := number_format(cell.code).currency):
        return with_currency(cell, currency)
    return cell


def with_its_zeros(cell: Cell) -> Cell:
    """A number as text with the zeros that its format adds; any other cell as it is."""
    if isinstance(cell, FormattedNumber):
        return shown_article(cell, number_format(cell.code)) or cell
    return cell
