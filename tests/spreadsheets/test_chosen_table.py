from collections.abc import Mapping
from typing import Any

import pytest

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.chosen_table import chosen_table, column_place
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping, Place, Where
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import Sheet

PART = {Column.BRAND, Column.ARTICLE}
SHEETS: Mapping[str, list[Row]] = {
    "Empty": [[None]],
    "First": [["note", None], ["Who", "What"], ["BOSCH", "0986452041"], ["SKF", "6204"]],
    "Second": [["BOSCH", "0986452041"]],
}


def chosen(where: Where, **letters: str) -> Any:
    places = {Column(name): Place("", text) for name, text in letters.items()}
    sheets = [
        Sheet(name=name, height=len(rows), rows=lambda rows=rows: iter(rows))
        for name, rows in SHEETS.items()
    ]
    return chosen_table(iter(sheets), PART, ColumnMapping(places, where=where), where)


@pytest.mark.parametrize(
    ("letters", "index"), [("B", 1), ("aa", 26), ("XFD", 16_383), ("XFE", None), ("Brand", None)]
)
def test_letters_name_a_column(letters: str, index: int | None) -> None:
    assert column_place(letters) == index


def test_the_table_is_where_somebody_says() -> None:
    sheet, layout, passed = chosen(Where("first", 2), brand="A", article="B")
    assert (sheet.name, layout.header_row, layout.first_row) == ("First", 2, 3)
    assert (layout.headings, layout.columns) == (
        ["Who", "What"],
        {Column.BRAND: 0, Column.ARTICLE: 1},
    )
    assert [other.name for other, _sample in passed] == ["Empty"]
    _sheet, layout, _passed = chosen(Where("Second", 0), brand="A", article="B")
    assert (layout.headings, layout.header_row, layout.first_row) == ([], 0, 1)


def test_where_nobody_says_it_is_the_first_sheet_with_something_in_it() -> None:
    sheet, _layout, _passed = chosen(Where(), brand="A", article="B")
    assert sheet.name == "First"


@pytest.mark.parametrize(
    ("where", "letters", "error"),
    [
        (Where("Third"), "B", ReadError.NO_SUCH_SHEET),
        (Where("First", 9), "B", ReadError.NO_SUCH_ROW),
        (Where("First", 2), "C", ReadError.NO_COLUMN_THERE),
    ],
)
def test_what_is_not_there_is_named(where: Where, letters: str, error: ReadError) -> None:
    with pytest.raises(TableError) as caught:
        chosen(where, article=letters)
    assert caught.value.trouble is error
