import pytest

from crossdock.spreadsheets.csv_formulas import no_formula


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("BOSCH", "BOSCH"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("-5", "-5"),
        ("-5,30", "-5,30"),
        ("-5-5", "'-5-5"),
        ("a;=1", "a;'=1"),
        ("a|=1\t=2", "a|'=1'\t'=2"),
        ('a"=1', "a\"'=1"),
    ],
)
def test_no_part_of_a_text_is_a_formula(text: str, written: str) -> None:
    assert no_formula(text) == written
