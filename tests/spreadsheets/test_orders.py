import pytest

from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.orders import Order, order_of, ordered

BRAND, ARTICLE, PRICE = Column.BRAND, Column.ARTICLE, Column.PRICE
HEADINGS = ["Brand", "Article", "Price", "Note"]
COLUMNS = {BRAND: 0, ARTICLE: 1, PRICE: 2}


@pytest.mark.parametrize(
    ("others", "columns", "order"),
    [
        (HEADINGS, COLUMNS, [0, 1, 2, 3]),
        (["Note", "Price", "Brand", "Article"], {BRAND: 2, ARTICLE: 3, PRICE: 1}, [2, 3, 1, 0]),
        (["Make", "PRICE", "No.", "note"], {BRAND: 0, ARTICLE: 2, PRICE: 1}, [0, 2, 1, 3]),
        (["Brand", "Article"], {BRAND: 0, ARTICLE: 1}, [0, 1, None, None]),
        (["Brand", "Article", "More"], {BRAND: 0, ARTICLE: 1}, [0, 1, None, 2]),
        (
            ["Brand", "Article", "Price", "Note", "More"],
            COLUMNS,
            [0, 1, 2, 3, 4],
        ),
    ],
)
def test_columns_are_told_by_heading_and_by_meaning(
    others: list[str], columns: dict[Column, int], order: Order
) -> None:
    assert order_of(HEADINGS, COLUMNS, others, columns) == order


def test_a_short_row_has_nothing_in_the_rest() -> None:
    assert ordered(["a", "b"], [1, None, 2, 0]) == ["b", None, None, "a"]
