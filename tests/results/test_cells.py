import datetime

import pytest

from crossdock.results.cells import (
    MAX_TEXT,
    ForeignCells,
    text_cell,
    unique_headings,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0012", "0012"),
        (" padded ", " padded "),
        ("a\x00b\x01c\x1fd", "abcd"),
        ("half a pair \ud800.", "half a pair ."),
        ("\ufffe\uffff", None),
        ("", None),
        ("one\r\ntwo\rthree\nfour\tfive", "one\ntwo\nthree\nfour\tfive"),
        ("a\u00a0b", "a\u00a0b"),
    ],
)
def test_text_keeps_all_but_what_xml_forbids(text: str, expected: str | None) -> None:
    assert text_cell(text) == expected


def test_text_is_cut_at_the_limit_in_utf_16() -> None:
    assert text_cell("x" * MAX_TEXT) == "x" * MAX_TEXT
    assert text_cell("x" * (MAX_TEXT + 1)) == "x" * MAX_TEXT
    assert text_cell("😀" * 20_000) == "😀" * (MAX_TEXT // 2)


def test_headings_become_unique_without_losing_one() -> None:
    headings = ["Brand", "Brand", "Brand (2)", "", "", "Brand", "  "]
    assert unique_headings(headings, "Column {}") == [
        "Brand",
        "Brand (2)",
        "Brand (2) (2)",
        "Column D",
        "Column E",
        "Brand (3)",
        "Column G",
    ]


def test_the_first_number_or_date_decides_what_a_column_holds() -> None:
    day = datetime.datetime(2025, 1, 2)
    cells = ForeignCells(2)
    assert cells.row([None, "text"]) == [None, "text"]
    assert cells.row([day, 5]) == [day, 5]
    assert cells.row([5, day.date()]) == ["5", "2025-01-02"]
    assert cells.row([True, False]) == [True, False]
    assert cells.holds_dates == [True, False]


def test_what_a_worksheet_cannot_hold_as_a_number_or_date_is_text_or_nothing() -> None:
    cells = ForeignCells(5)
    before = datetime.date(1812, 9, 7)
    assert cells.row([float("nan"), float("inf"), -float("inf"), 2**53 + 1, before]) == [
        None,
        None,
        None,
        "9007199254740993",
        "1812-09-07",
    ]


def test_a_short_line_is_filled_up() -> None:
    assert ForeignCells(3).row(["x"]) == ["x", None, None]
