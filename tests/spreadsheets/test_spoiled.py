import datetime

import pytest

from crossdock.spreadsheets.cells import Cell
from crossdock.spreadsheets.spoiled import Spoiled, spoiled


@pytest.mark.parametrize(
    "cell",
    [
        *(datetime.date(2026, 1, 2), datetime.datetime(2026, 1, 2, 10, 35)),
        *("02.янв", "янв.26", "2-Jan", "Jan-26", "12.сен.2026", "02.01.2026"),
        *("10:35", "10:35:00", "36:00", "2026-01-02 00:00:00", "2026-01-02", "01/02/2026"),
        *("12 янв", "январь 2026", "янв 26", "2-1-2026", "10:35 AM"),
    ],
)
def test_dates_and_times(cell: Cell) -> None:
    assert spoiled(cell) is Spoiled.DATE


@pytest.mark.parametrize(
    "cell", ["1,23457E+10", "9,8E+8", "9.86E+08", "1.5E-03", "1E+09", 1e15, -(10**16)]
)
def test_numbers_that_have_lost_digits(cell: Cell) -> None:
    assert spoiled(cell) is Spoiled.ROUNDED


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "0986452041",
            "1-2",
            "W 712/75",
            "12E05",
            "10E+5",
            "1E10",
            "МАР-12",
            "MAR-12",
            None,
            12.5,
        ),
        *("05.2026", "99.99.2026", "406.10", "1/2", "2.1.26", "MAR 12", "12:345", 10**15 - 1, True),
    ],
)
def test_articles(cell: Cell) -> None:
    assert spoiled(cell) is None
