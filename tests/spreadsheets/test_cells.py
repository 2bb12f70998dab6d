import datetime

import pytest

from crossdock.spreadsheets.cells import Cell, as_text, is_empty


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (451103316.0, "451103316"),
        (1e11, "100000000000"),
        (12345678901234567, "12345678901234567"),
        (-5.0, "-5"),
        (450.91350000000006, "450.9135"),
        (0.1, "0.1"),
        (float("nan"), ""),
        (1e300, "1e+300"),
        ("0986452041", "0986452041"),
        (" 0 986 ", "0 986"),
        ("\N{NO-BREAK SPACE}2702034 ", "2702034"),
        ("W\N{NO-BREAK SPACE}712\N{NARROW NO-BREAK SPACE}75", "W 712 75"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}BO\N{ZERO WIDTH SPACE}SCH", "BOSCH"),
        ("a\0b\x01c\x7f", "abc"),
        ("two\r\nlines\there", "two lines here"),
        ("half \ud83d pair", "half  pair"),
        ("LEMFÖRDER", "LEMFÖRDER"),
        ("#REF!", ""),
        ("#Н/Д", ""),
        ("#4711", "#4711"),
        (None, ""),
        ("", ""),
        (True, "TRUE"),
        (datetime.date(2022, 1, 15), "2022-01-15"),
        (datetime.datetime(2022, 1, 15, 9, 30), "2022-01-15 09:30:00"),
        (datetime.time(9, 30), "9:30"),
        (datetime.time(10, 34, 59, 998000), "10:35"),
        (datetime.timedelta(days=1, hours=12), "36:00"),
        (datetime.timedelta(seconds=65), "0:01:05"),
        (datetime.timedelta(hours=-1), "-1:00"),
    ],
)
def test_as_text_is_what_a_person_sees(cell: Cell, text: str) -> None:
    assert as_text(cell) == text


@pytest.mark.parametrize(
    "row", [[], [None], ["", None, "  ", "\N{NO-BREAK SPACE}"], ["\N{ZERO WIDTH SPACE}", "\x1a"]]
)
def test_rows_of_what_cannot_be_seen_are_empty(row: list[Cell]) -> None:
    assert is_empty(row)


@pytest.mark.parametrize("cell", [0, 0.0, False, "x", datetime.date(2022, 1, 15)])
def test_a_row_with_any_value_is_not_empty(cell: Cell) -> None:
    assert not is_empty([None, "", cell])


@pytest.mark.parametrize("text", ["NULL", "null", r"\N", "None", "NaN", "(пусто)", "#N/A", "n/a"])
def test_what_programs_export_for_nothing_is_nothing(text: str) -> None:
    assert as_text(f" {text} ") == ""
