from collections.abc import Iterator

import pytest

from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import KeptSheets, Sheet, column_letters


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_as_in_a_spreadsheet(index: int, letters: str) -> None:
    assert column_letters(index) == letters


def sheets_up_to_damage() -> Iterator[Sheet]:
    yield Sheet("A", 1, lambda: iter([["x"]]))
    raise TableError(ReadError.DAMAGED, sheet="B")


def test_sheets_are_kept_up_to_one_that_is_damaged() -> None:
    sheets = KeptSheets(sheets_up_to_damage())
    for _ in range(2):
        with pytest.raises(TableError):
            list(sheets)
        assert next(iter(sheets)).name == "A"
