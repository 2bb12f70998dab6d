import pytest

from crossdock.spreadsheets.markup_tables import Table
from crossdock.spreadsheets.number_formats import number_format
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS


def test_cells_stand_where_they_are_put() -> None:
    table = Table("Лист")
    table.put(1, 2, "a")
    table.put(0, 0, 1.5)
    table.put(1, 0, "b")
    table.grid.put(0, 0, number_format("0.00"))
    sheet = table.sheet()
    assert (sheet.name, sheet.height, sheet.widest()) == ("Лист", 2, 3)
    for _time in range(2):  # rows can be called again
        rows = list(sheet.rows())
        assert rows == [[1.5], ["b", None, "a"]]
        rows[0].clear()
    assert [form.decimals for form in sheet.formats(0, lambda form: form.decimals == 2)] == [2]
    assert sheet.formats(0, lambda form: form.currency == "USD") == ()


@pytest.mark.parametrize(("row", "column"), [(MAX_ROWS, 0), (0, MAX_COLUMNS)])
def test_no_cell_is_further_away_than_a_sheet_is_large(row: int, column: int) -> None:
    with pytest.raises(TableError) as caught:
        Table().put(row, column, "x")
    assert caught.value.trouble is ReadError.TOO_MANY_CELLS
