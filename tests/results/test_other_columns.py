import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from crossdock.results.file import write_result
from crossdock.spreadsheets.cells import Cell, FormattedNumber
from tests.results.written import FACTS, OWN_COLUMNS, batches, line, written


def other_column(workbook: Workbook, index: int = 0) -> list[Cell]:
    sheet = workbook.worksheets[0]
    return [row[OWN_COLUMNS + index] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_other_columns_keep_their_types(path: Path) -> None:
    day, moment = datetime.date(2025, 3, 1), datetime.datetime(2025, 3, 1, 14, 30)
    cells: list[Cell] = ["0012", 7, 2.5, True, day, moment, None, "2025-03-01"]
    sheet = written(path, [line(other=cells)], list("abcdefgh")).worksheets[0]
    got = [cell.value for cell in sheet[2]][OWN_COLUMNS : OWN_COLUMNS + len(cells)]
    midnight = datetime.datetime(2025, 3, 1)
    assert got == ["0012", 7, 2.5, True, midnight, moment, None, "2025-03-01"]
    assert got[3] is True
    formats = [cell.number_format for cell in sheet[2]][OWN_COLUMNS:]
    assert formats[4:6] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"]


@pytest.mark.parametrize(
    "column",
    [
        [None, 1, 2.5, "text", None],
        [None, None, "text", 3, True],
        [1, "text", None],
        ["text", 1, 2.5],
        [True, "text", 1],
        ["1", 1, "1"],
    ],
)
def test_the_first_cell_of_a_column_decides_nothing_about_the_next(
    path: Path, column: list[Cell]
) -> None:
    book = written(path, [line(other=[cell]) for cell in column], ["Mixed"])
    got = other_column(book)
    assert got == column
    assert [isinstance(cell, str) for cell in got] == [isinstance(cell, str) for cell in column]


def test_types_that_change_far_below_the_first_lines_come_out_right(path: Path) -> None:
    day = datetime.datetime(2025, 3, 1, 8)
    column: list[Cell] = [None] * 1500 + [day, "text", 5]
    sheet = written(path, [line(other=[cell]) for cell in column], ["Late"]).worksheets[0]
    last = [row[OWN_COLUMNS] for row in sheet.iter_rows(min_row=1502)]
    assert [cell.value for cell in last] == [day, "text", "5"]
    assert last[0].number_format == "yyyy-mm-dd hh:mm"


@pytest.mark.parametrize("days", [1, 2500])
def test_days_above_a_moment_do_not_take_its_time(path: Path, days: int) -> None:
    day, moment = datetime.datetime(2025, 3, 1), datetime.datetime(2025, 3, 1, 14, 30)
    column: list[Cell] = [day.date()] * days + [moment]
    book = written(path, [line(other=[cell]) for cell in column], ["When"])
    assert other_column(book) == [day] * days + [moment]


def test_numbers_beside_dates_are_not_shown_as_dates(path: Path) -> None:
    column: list[Cell] = [5, datetime.date(2025, 3, 1), 6]
    sheet = written(path, [line(other=[cell]) for cell in column], ["Mixed"]).worksheets[0]
    cells = [row[OWN_COLUMNS] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [5, "2025-03-01", 6]
    assert not any(cell.is_date for cell in cells)


def test_impossible_values_do_not_break_the_file(path: Path) -> None:
    nan, infinity = float("nan"), float("inf")
    column: list[Cell] = [nan, infinity, -infinity, "a\x00\x0bb\ud800", "x" * 40_000, 10**400, 1.0]
    book = written(path, [line(other=[cell]) for cell in column], ["Odd\x01"])
    got = other_column(book)
    assert got[:4] == [None, None, None, "ab"]
    assert got[4] == "x" * 32_767
    assert got[5:] == [str(10**400), 1]
    assert book.worksheets[0].cell(1, OWN_COLUMNS + 1).value == "Odd"


def test_numbers_keep_the_formats_that_they_bring(path: Path) -> None:
    cells = [FormattedNumber(123, "00000000"), FormattedNumber(0.15, "0%"), 7.0]
    write_result(
        path,
        batches([line(other=cells), line(other=[None, FormattedNumber(9, "00000000"), 1.0])]),
        other_headings=["Code", "Discount", "Sum"],
        russian=False,
        facts=FACTS,
        number_formats=["00000000", "0%"],
    )
    own = {"min_col": OWN_COLUMNS + 1, "max_col": OWN_COLUMNS + 3}
    rows = list(load_workbook(path).worksheets[0].iter_rows(min_row=2, **own))
    assert [cell.value for cell in rows[0]] == [123, 0.15, 7]
    assert [cell.number_format for cell in rows[0]] == ["00000000", "0%", "General"]
    assert rows[1][1].number_format == "00000000"
