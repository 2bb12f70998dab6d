"""Columns of a price list that people choose, looking at its first rows."""

from collections.abc import Mapping

from crossdock.pricelists.choice import NEEDED
from crossdock.spreadsheets.chosen import Choice
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.preview import Preview


def corrections(
    preview: Preview, selected: Mapping[Column, int], header_row: int | None
) -> dict[Column, Choice]:
    """What has to be remembered so that the supplier's lists are read as somebody selected.

    Only where recognition takes another column, so that it goes on to follow the list in the rest;
    but all of them where there are no headings, or others than were recognised.
    """
    wrong = {column for column in NEEDED if preview.recognised.get(column) != selected[column]}
    if header_row != preview.header_row or (wrong and header_row is None):
        wrong = set(NEEDED)
    return {
        column: preview.choice(selected[column], header_row) for column in NEEDED if column in wrong
    }
