import pytest

from crossdock.spreadsheets.column_names import COLUMN_NAMES, EXAMPLES
from crossdock.spreadsheets.columns import PRICE_LIST, Column, match
from crossdock.spreadsheets.request_headings import REQUEST


def test_each_column_has_a_name_and_examples_of_headings() -> None:
    assert set(COLUMN_NAMES) == set(EXAMPLES) == set(Column)


@pytest.mark.parametrize("column", Column)
def test_the_names_that_would_do_would_do(column: Column) -> None:
    of_requests = (Column.CEILING, Column.CODE, Column.PART)
    words = REQUEST if column in of_requests else PRICE_LIST
    for example in EXAMPLES[column]:
        named = match(example, words)
        assert named is not None
        assert named[0] is column
