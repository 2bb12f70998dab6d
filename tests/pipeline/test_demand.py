import datetime
from math import inf, nan

import pytest

from crossdock.pipeline.demand import MAX_DEMAND, demand
from crossdock.spreadsheets.cells import Cell


@pytest.mark.parametrize(
    ("cell", "pieces"),
    [
        (4, 4),
        (2.5, 2.5),
        (0, 0),
        ("4", 4),
        (" 4 шт. ", 4),
        ("12pcs", 12),
        ("1 200", 1200),
        ("1\N{NO-BREAK SPACE}200,5", 1200.5),
        ("2.5", 2.5),
        (MAX_DEMAND, MAX_DEMAND),
    ],
)
def test_numbers_are_read_as_people_write_them(cell: Cell, pieces: float) -> None:
    assert demand(cell) == pieces


@pytest.mark.parametrize(
    "cell",
    [
        None,
        True,
        "",
        "some",
        "-4",
        -1,
        nan,
        inf,
        "4-6",
        "4 уп",
        "2 коробки",
        "3 boxes",
        "4 or 5",
        "12 34",
        "1e9",
        "9" * 11,
        "9" * 5000,
        datetime.date(2026, 4, 1),
    ],
)
def test_what_is_no_number_of_pieces_is_not_guessed_at(cell: Cell) -> None:
    assert demand(cell) is None
