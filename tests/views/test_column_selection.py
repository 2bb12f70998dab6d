from pathlib import Path

import pytest
from django.http import QueryDict

from crossdock.models import Supplier
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping, Place
from crossdock.views.column_selection import Selection, read_columns

TEXT = "Бренд;Артикул;Цена USD;Склад 1;Склад 2\nTRW;GDB1;1;2;3\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def posted(path: Path, query: str, fixed: dict[Column, str] | None = None) -> Selection:
    return Selection.posted(read_columns(path, None), fixed or {}, QueryDict(query))


def test_what_is_read_without_help_is_preset(path: Path) -> None:
    selection = Selection.preset(read_columns(path, None), {})
    assert selection.by_index == {
        0: "brand",
        1: "article",
        2: "price",
        3: "quantity",
        4: "quantity",
    }
    assert (selection.problem, selection.currency, selection.questions) == ("", "USD", [])
    assert [column[1:] for column in selection.columns_read][-2:] == [
        ("Склад 1", "D"),
        ("Склад 2", "E"),
    ]


def test_what_is_remembered_for_the_supplier_is_read(path: Path) -> None:
    mapping = ColumnMapping({Column.QUANTITY: Place("Склад 2", "E")})
    supplier = Supplier(columns=mapping.to_json())
    preview = read_columns(path, supplier)
    assert preview.reading.columns[Column.QUANTITY] == 4
    assert preview.recognised.columns[Column.QUANTITY] == 3


def test_of_several_quantities_the_rest_are_stores(path: Path) -> None:
    selection = posted(path, "column_4=quantity&column_5=quantity&column_3=price&header_row=1")
    assert selection.columns.columns == {Column.QUANTITY: 3, Column.PRICE: 2}
    assert selection.columns.stores == (4,)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("column_1=brand&column_2=article&column_3=price", "Say which column is: Quantity."),
        ("column_9=brand", "The sheet has no column I: its last column is E."),
    ],
)
def test_what_is_missing_or_beyond_is_told(path: Path, query: str, problem: str) -> None:
    assert posted(path, query).problem == problem


def test_no_column_but_the_quantity_is_selected_twice(path: Path) -> None:
    query = "column_1=brand&column_2=article&column_3=price&column_5=price&column_4=quantity"
    assert posted(path, query).problem == "More than one column is selected as: Price."


def test_what_is_fixed_for_the_supplier_needs_no_column(path: Path) -> None:
    query = "column_2=article&column_3=price&column_4=quantity"
    fixed = {Column.BRAND: "TRW"}
    assert posted(path, query, fixed).problem == ""
    assert posted(path, query, fixed).fixed_values == [
        "Brand: «TRW» in all rows, as is fixed for the supplier"
    ]
    assert posted(path, f"{query}&column_1=brand", fixed).fixed_values == []
