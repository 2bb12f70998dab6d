"""Tables whose columns stand in another order than those of the first."""

from collections.abc import Mapping, Sequence

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.columns import Column

Order = list[int | None]
"""For each column of the first table the one (from 0) of another; None where it has none."""


def ordered(row: Row, order: Order) -> Row:
    """The row's cells as the first table has them."""
    width = len(row)
    return [row[place] if place is not None and place < width else None for place in order]


def order_of(
    headings: Sequence[str],
    columns: Mapping[Column, int],
    others: Sequence[str],
    other_columns: Mapping[Column, int],
) -> Order:
    """The columns under the `others`' headings in the order of the first ones.

    A column is told by what it means, else by its heading. Those that are left over stand where
    nothing else does, or at the end: no cell is lost.
    """
    order: Order = [None] * len(headings)
    for column, index in columns.items():
        place = other_columns.get(column)
        if place is not None and place not in order:
            order[index] = place
    free: dict[str, list[int]] = {}
    for index, text in enumerate(others):
        if text and index not in order:
            free.setdefault(text.casefold(), []).append(index)
    for index, text in enumerate(headings):
        if order[index] is None and (places := free.get(text.casefold())):
            order[index] = places.pop(0)
    taken = {place for place in order if place is not None}
    left_over = [index for index in range(len(others)) if index not in taken]
    known = set(columns.values())
    for place in left_over:
        is_same = place < len(order) and order[place] is None and place not in known
        gap = (i for i, other in enumerate(order) if other is None and i not in known)
        index = place if is_same else next(gap, len(order))
        order[index : index + 1] = [place]
    return order
