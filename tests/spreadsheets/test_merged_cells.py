from collections.abc import Sequence

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.merged_cells import spread
from crossdock.spreadsheets.sheets import Merged

ROWS: list[Row] = [["Brand", "Article"], ["A", "1"], [None, "2"], ["", ""], ["B", "3"]]


def spread_rows(*areas: Merged, columns: Sequence[int] = (0, 1), left: int = 0) -> list[Row]:
    rows = (list(row) for row in ROWS)
    return list(spread(rows, areas, columns=columns, left=left, first=1))


def test_a_merged_value_holds_for_its_rows_but_not_for_empty_ones() -> None:
    assert spread_rows(((1, 0), (3, 0))) == [*ROWS[:2], ["A", "2"], *ROWS[3:]]
    assert spread_rows(((1, 3), (2, 3)), left=3)[2] == ["A", "2"]


def test_what_a_cell_has_of_its_own_stays() -> None:
    assert spread_rows(((1, 0), (4, 0)))[4] == ["B", "3"]


def test_headings_and_other_columns_do_not_hold_for_the_rows_below() -> None:
    assert spread_rows(((0, 0), (2, 0))) == ROWS
    assert spread_rows(((1, 0), (2, 0)), columns=[1]) == ROWS
