"""A table whose columns somebody has named by their letters, with its sheet and heading row."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from crossdock.spreadsheets.cells import Row, as_text, is_empty
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.header import (
    HEADER_ROWS,
    SAMPLE_ROWS,
    Layout,
    unknown_header,
    with_header,
)
from crossdock.spreadsheets.headerless import is_data
from crossdock.spreadsheets.mapping import ColumnMapping, Where
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.recognition import Recognition
from crossdock.spreadsheets.request_headings import PART
from crossdock.spreadsheets.sheets import MAX_COLUMNS, Sheet, column_index, column_letters

LETTERS = re.compile(r"[A-Za-z]{1,3}")


def column_place(letters: str) -> int | None:
    """The column's index, from 0, that these letters name; None where they name none.

    >>> column_place("B"), column_place("aa"), column_place("Brand"), column_place("ZZZ")
    (1, 26, None, None)
    """
    if not LETTERS.fullmatch(letters):
        return None
    index = column_index(letters)
    return index if index < MAX_COLUMNS else None


def chosen_table(
    sheets: Iterator[Sheet], needed: Collection[Column], mapping: ColumnMapping, where: Where
) -> tuple[Sheet, Layout, list[tuple[Sheet, list[Row]]]]:
    """The table, and the other visible sheets up to it.

    Raises TableError where the sheet, the heading row or a column is not there.
    """
    passed: list[tuple[Sheet, list[Row]]] = []
    for sheet in sheets:
        sample = list(islice(sheet.rows(), SAMPLE_ROWS))
        is_meant = where.sheet is None or (sheet.name or "").casefold() == where.sheet.casefold()
        if is_meant and (where.sheet is not None or not all(map(is_empty, sample))):
            return sheet, _layout(sheet, sample, needed, mapping, where), passed
        passed.append((sheet, sample))
    if where.sheet is None:
        raise TableError(ReadError.EMPTY)
    names = [sheet.name or "" for sheet, _sample in passed]
    raise TableError(ReadError.NO_SUCH_SHEET, name=where.sheet, found=list(filter(None, names)))


def _layout(
    sheet: Sheet,
    sample: Sequence[Row],
    needed: Collection[Column],
    mapping: ColumnMapping,
    where: Where,
) -> Layout:
    width = max(map(len, sample), default=0)
    letters = [column_letters(sheet.left + index) for index in range(width)]
    columns = {}
    for column, place in mapping.items():
        if place.letters not in letters:
            last_letters = letters[-1] if letters else ""
            raise TableError(ReadError.NO_COLUMN_THERE, name=place.letters, last=last_letters)
        columns[column] = letters.index(place.letters)
    header = where.header_row
    if header is not None and not 0 <= header <= min(sheet.height, HEADER_ROWS):
        raise TableError(ReadError.NO_SUCH_ROW, row=header, most=min(sheet.height, HEADER_ROWS))
    if header is None:
        header = _header_row(sample, needed, columns, sheet.left)
    first = next((number for number, row in enumerate(sample, 1) if not is_empty(row)), 1)
    headings = [as_text(cell) for cell in sample[header - 1]] if header else []
    return Layout(
        width=width,
        headings=headings + [""] * (width - len(headings)) if header else [],
        header_row=header,
        recognition=Recognition(columns),
        first_row=header + 1 if header else first,
    )


def _header_row(
    sample: Sequence[Row], needed: Collection[Column], columns: dict[Column, int], left: int
) -> int | None:
    """The row of the headings, from 1, where nobody has named it; None where there are none."""
    if layout := with_header(sample, needed, left=left):
        return layout.header_row
    index = unknown_header(sample)
    if index is None:
        article = columns.get(Column.ARTICLE, columns.get(Column.PART, 0))
        index = next(
            (i for i, row in enumerate(sample) if article < len(row) and as_text(row[article])),
            None,
        )
        parts = {column: i for column, i in columns.items() if column in PART}
        if index is None or is_data(sample, parts or {Column.ARTICLE: article}):
            return None
    return index + 1
