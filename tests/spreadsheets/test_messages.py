from typing import Any

import pytest

from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.messages import user_error
from crossdock.spreadsheets.problems import ReadError

DETAILS: dict[str, Any] = {
    "rows": 5,
    "columns": 20_000,
    "row": 7,
    "sheet": None,
    "found": ["Foo"],
    "chosen": ["Bar"],
    "name": "Baz",
    "size": 2**31,
    "packed": 2**20,
    "parts": 2_000,
    "most": 1_000,
    "last": "C",
}


@pytest.mark.parametrize("trouble", ReadError)
def test_each_trouble_has_words_of_its_own(trouble: ReadError) -> None:
    texts = {
        str(user_error({"trouble": kind, **DETAILS}, {Column.BRAND})): kind for kind in ReadError
    }
    assert len(texts) == len(ReadError)
    assert trouble in texts.values()


def test_columns_that_were_not_recognised() -> None:
    found = {"sheet": "Прайс", "row": 3, "found": ["Наименование", "Цена"]}
    text = str(user_error({"trouble": "no_columns", **found}, {Column.ARTICLE, Column.BRAND}))
    assert "Needed: Brand, Article." in text
    assert "Found (sheet “Прайс”, row 3): Наименование, Цена." in text
    assert "Article – Артикул, " in text
    assert "Price" not in text
