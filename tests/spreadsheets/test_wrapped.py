import pytest

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.wrapped import unwrapped, unwrapped_if_needed


@pytest.mark.parametrize(
    ("wrapped", "text"),
    [
        ('="0986452041"', "0986452041"),
        ('="5"" disc"', '5" disc'),
        ("'0986452041", "0986452041"),
        ("'0986452041'", "0986452041"),
        ("'100,00", "100,00"),
        ('=""', ""),
        ('="', '="'),
        ("'", ""),
        ("=1+1", "=1+1"),
        ('=T("0986452041")', "0986452041"),
        ('=TEXT("098";"@")', "098"),
        ('=SUM("1";A1)', '=SUM("1";A1)'),
        ("6'", "6'"),
        ("L'Oréal", "L'Oréal"),
    ],
)
def test_cells(wrapped: str, text: str) -> None:
    assert unwrapped([wrapped, 5, None]) == [text, 5, None]


def test_rows_are_touched_only_where_the_first_have_wrapped_cells() -> None:
    rows: list[Row] = [["BOSCH", "1"]] * 250 + [["'TRW", "2"]]
    assert list(unwrapped_if_needed(iter(rows)))[-1] == ["'TRW", "2"]
    assert next(iter(unwrapped_if_needed(iter(rows[::-1])))) == ["TRW", "2"]
