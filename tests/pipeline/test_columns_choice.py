import pytest

from crossdock.errors import UserError
from crossdock.pipeline.columns_choice import columns_choice
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import Place, Where


def test_columns_are_named_by_their_letters() -> None:
    mapping = columns_choice(" Brand=b, article = AC ,quantity=e", sheet="Лист", header_row=0)
    assert dict(mapping) == {
        Column.BRAND: Place("", "B"),
        Column.ARTICLE: Place("", "AC"),
        Column.QUANTITY: Place("", "E"),
    }
    assert mapping.where == Where("Лист", 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("brand", "«brand» does not name a column"),
        ("brand=B2", "«brand=B2» does not name a column"),
        ("colour=B", "There is no column «colour». There are: brand, article"),
        ("brand=B,brand=C", "More than one column is selected as: Brand"),
        ("brand=B,article=b", "Column B is selected twice"),
        ("brand=B", "Say which column is: Article"),
        ("", "Say which column is: Brand, Article"),
    ],
)
def test_a_choice_that_does_not_suffice_is_refused(text: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        columns_choice(text, sheet=None, header_row=None)
