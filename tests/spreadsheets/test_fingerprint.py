import pytest

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.fingerprint import fingerprint

ROWS: list[Row] = [["TRW", "GDB1550", 4], ["BOSCH", "0986", 2]]


def test_headings_tell_a_layout_whatever_their_case_and_whatever_stands_below() -> None:
    assert fingerprint(["Бренд", " Кол-во  шт"], ROWS) == fingerprint(
        ["БРЕНД", "кол-во шт", ""], []
    )


@pytest.mark.parametrize("headings", [["Кол-во шт", "Бренд"], ["Бренд"], ["Бренд", "Кол-во, шт"]])
def test_other_headings_are_another_layout(headings: list[str]) -> None:
    assert fingerprint(headings, ROWS) != fingerprint(["Бренд", "Кол-во шт"], ROWS)


def test_without_headings_the_kinds_of_values_tell_it() -> None:
    usual = fingerprint([], ROWS)
    assert fingerprint([], [["Mann", "W712/75", 10], ["", "", ""]]) == usual
    assert fingerprint([], [["GDB1550", "TRW", 4]]) != usual
    assert fingerprint([], [["TRW", "GDB1550"]]) != usual
    assert fingerprint([], []) != usual
