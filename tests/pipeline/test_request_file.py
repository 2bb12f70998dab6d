from pathlib import Path

import openpyxl
import pytest

from crossdock.errors import UserError
from crossdock.offers.outcomes import Outcome
from crossdock.parts.keys import MAX_PART_LENGTH
from crossdock.pipeline.request_file import other_headings, read_lines
from crossdock.pipeline.request_parts import PART_COLUMNS
from crossdock.spreadsheets.cells import INEXACT_FROM
from crossdock.spreadsheets.messages import file_notes
from crossdock.spreadsheets.reader_process import open_table


def write(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in (("Qty", "Brand", "Article", "Remark"), *rows):
        book.worksheets[0].append(row)
    book.save(path)
    return path


def test_lines_as_columns_and_why_some_cannot_be_looked_up(tmp_path: Path) -> None:
    path = write(
        tmp_path / "request.xlsx",
        (1, "Bosch", "0 986-452", "x"),
        (2, "Bosch", None, None),
        (3, None, "0986", None),
        (4, None, None, None),
        (5, "Bosch", "9" * (MAX_PART_LENGTH + 1), None),
        (6, "Bosch", INEXACT_FROM, None),
        (7, "Bosch", 123, None),
    )
    with open_table(path, needed=PART_COLUMNS) as table:
        assert other_headings(table) == ["Qty", "Remark"]
        (lines,) = read_lines(table)
    assert lines.brands[0] == "Bosch"
    assert lines.articles[0] == "0 986-452"
    assert lines.parts[0][:2] == ("bosch", "0986452")
    assert lines.problems == {
        1: Outcome.NO_ARTICLE,
        2: Outcome.NO_BRAND,
        3: Outcome.EMPTY,
        4: Outcome.NOT_FOUND,
        5: Outcome.DIGITS_LOST,
    }
    assert [row[0] for row in lines.other] == [1, 2, 3, 4, 5, 6, 7]


def test_headings_alone_are_no_request(tmp_path: Path) -> None:
    with (
        open_table(write(tmp_path / "request.xlsx"), needed=PART_COLUMNS) as table,
        pytest.raises(UserError, match=r"no lines under the headings \(sheet “Sheet”, row 1\)"),
    ):
        list(read_lines(table))


@pytest.mark.parametrize(
    "again",
    [
        [("Qty", "Brand", "Article", "Remark"), (2, "Trw", "GDB1", None)],
        [("Кол-во", "БРЕНД", "Артикул", None), (2, "Trw", "GDB1", None)],
        [("Article", "Qty", "Brand", None), ("GDB1", 2, "Trw", None)],
    ],
)
def test_headings_that_come_again_are_no_line(
    tmp_path: Path, again: list[tuple[object, ...]]
) -> None:
    path = write(tmp_path / "request.xlsx", (1, "Bosch", "0986", "x"), *again)
    with open_table(path, needed=PART_COLUMNS) as table:
        (lines,) = read_lines(table)
        assert file_notes(table.notes) == ["1 row repeats the headings and is left out."]
    assert list(zip(lines.brands, lines.articles, strict=True)) == [
        ("Bosch", "0986"),
        ("Trw", "GDB1"),
    ]
    assert not lines.problems
