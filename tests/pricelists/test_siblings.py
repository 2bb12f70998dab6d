"""What is read of lists like those of other people (siblings/*.txt, spreadsheets/siblings.py).

Right are the offers with price and pieces ("guess:" where somebody is told to look), or why nothing
is taken.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from crossdock.errors import UserError
from crossdock.pricelists.columns import (
    NEEDED,
    columns_to_read,
    foreign_currency,
    guessed,
    names_currency,
)
from crossdock.pricelists.conversion import Converter
from crossdock.pricelists.rows import OfferRow, read_rows
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping
from tests.spreadsheets.in_process import TableHere
from tests.spreadsheets.siblings import wrong_ones

FOLDER = Path(__file__).parent / "siblings"


def outcome(path: Path) -> str:
    """What comes of a list; the pieces of all stores together."""
    stock: dict[tuple[str, str, str], float] = defaultdict(float)
    try:
        with TableHere(path, NEEDED) as table:
            recognition = columns_to_read(table)
            mapping = ColumnMapping.of(recognition, table.headings, table.left)
            place = mapping[Column.PRICE]
            if foreign_currency(place, table.currency_notes):
                return "a rate"
            converter = Converter(bare_are_own=names_currency(place, table.currency_notes))
            for row in read_rows(table, recognition, converter):
                if isinstance(row, OfferRow):
                    stock[row.brand, row.article, f"{float(row.price):.12g}"] += float(row.quantity)
    except UserError as refusal:
        return "a question" if "could be" in str(refusal) else "refused"
    told = "; ".join(f"{' '.join(part)} {pieces:g}" for part, pieces in stock.items())
    return f"guess: {told}" if guessed(mapping) else told


@pytest.mark.parametrize("name", ["currencies", "parts", "prices", "stock"])
def test_lists_are_read_right_or_asked_about(name: str, tmp_path: Path) -> None:
    wrong = list(wrong_ones(FOLDER / f"{name}.txt", tmp_path, outcome))
    assert not wrong, "\n".join(wrong)
