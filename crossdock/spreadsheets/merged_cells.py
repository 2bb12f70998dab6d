"""Cells that are merged with those below: their value holds for all of their rows."""

from collections.abc import Iterable, Iterator, Sequence

from crossdock.spreadsheets.cells import Cell, Row, is_empty
from crossdock.spreadsheets.sheets import Merged

NOWHERE = (-1, -1)


def spread(
    rows: Iterator[Row], areas: Iterable[Merged], *, columns: Sequence[int], left: int, first: int
) -> Iterator[Row]:
    """The rows, with the values of merged cells in some columns (from 0) in all of their rows.

    `left` is the sheet's column that rows begin at, `first` the first row of the table: headings
    do not hold for the rows below. A row that has none of these cells of its own is no row.
    """
    by_column = {column: _spans(areas, left + column, first) for column in columns}
    by_column = {column: spans for column, spans in by_column.items() if spans}
    return _spread(rows, by_column, columns) if by_column else rows


def _spans(areas: Iterable[Merged], column: int, first: int) -> list[tuple[int, int]]:
    """The first and the last row of each area that counts, the last area first."""
    spans = [
        (top, bottom)
        for (top, start), (bottom, end) in areas
        if start <= column <= end and first <= top < bottom
    ]
    return sorted(spans, reverse=True)


def _spread(
    rows: Iterator[Row], by_column: dict[int, list[tuple[int, int]]], columns: Sequence[int]
) -> Iterator[Row]:
    spans = dict.fromkeys(by_column, NOWHERE)
    values: dict[int, Cell] = {}
    for number, row in enumerate(rows):
        is_row = not is_empty([row[column] for column in columns if column < len(row)])
        for column, coming in by_column.items():
            if coming and coming[-1][0] == number:
                spans[column] = coming.pop()
            top, bottom = spans[column]
            if not top <= number <= bottom or column >= len(row):
                continue
            if number == top:
                values[column] = row[column]
            elif is_row and row[column] in (None, ""):
                row[column] = values.get(column)
        yield row
