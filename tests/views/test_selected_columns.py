from dataclasses import replace

import pytest
from django.http import QueryDict

from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.preview import Preview
from crossdock.spreadsheets.recognition import Recognition
from crossdock.views.selected_columns import SelectedColumns, posted_columns

PREVIEW = Preview(
    sheet=None, left=1, first_row=4, rows=[["Who", "What", ""], ["BOSCH", "1", "x"]],
    header_row=4, headings=["Who", "What", ""], recognised=Recognition(), reading=Recognition(),
    currency_notes=[], notes={}, mapping_holds=True, has_headings=True, sheets=[],
    usual_sheet=None, fingerprint="",
)  # fmt: skip


class Parts(SelectedColumns):
    """Brand and article are the choices."""

    offered = (Column.BRAND, Column.ARTICLE)


def parts(width: int = 3, **by_letter: str) -> Parts:
    rows = [[str(number)] * width for number in range(2)]
    by_index = {"BCDEFGHIJKLM".index(letter): name for letter, name in by_letter.items()}
    return Parts(replace(PREVIEW, rows=rows), by_index, 4)


@pytest.mark.parametrize(
    ("query", "by_index", "header_row"),
    [
        ("column_1=brand&column_3=&header_row=5", {0: "brand", 2: ""}, 5),
        ("column_9=brand&header_row=9", {8: "brand"}, None),
        ("column_0=brand&column_x=brand&column_%C2%B2=brand&column_1234567=brand", {}, None),
    ],
)
def test_what_is_selected_over_the_columns(
    query: str, by_index: dict[int, str], header_row: int | None
) -> None:
    assert posted_columns(PREVIEW, QueryDict(query)) == (by_index, header_row)


def test_the_page_has_a_select_for_each_column() -> None:
    selected = parts(C="brand")
    assert selected.names == [("brand", "Brand"), ("article", "Article")]
    assert selected.selects == [(1, "B", ""), (2, "C", "brand"), (3, "D", "")]
    assert selected.numbered_rows == [(4, ["0"] * 3), (5, ["1"] * 3)]


def test_of_a_wide_list_the_selected_columns_come_first() -> None:
    assert parts(8, G="brand").order == list(range(8))
    assert parts(9, G="article", I="brand").order == [7, 5, 0, 1, 2, 3, 4, 6, 8]


def test_a_column_beyond_the_table_is_told() -> None:
    assert parts(D="brand").beyond == ""
    assert parts(E="").beyond == ""
    assert parts(E="brand").beyond == "The sheet has no column E: its last column is D."
