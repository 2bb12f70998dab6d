from pathlib import Path

import openpyxl
import pytest

from crossdock.errors import UserError
from crossdock.pricelists.choice import NEEDED, chosen_columns
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.reader_process import open_table


def test_letters_are_the_files_where_the_table_begins_further_right(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    workbook = openpyxl.Workbook()
    for row in (("Бренд", "Артикул", "Цена", "Остаток", "РРЦ"), ("TRW", "GDB1", 5, 1, 7)):
        workbook.worksheets[0].append([None, None, *row])
    workbook.save(path)
    with open_table(path, needed=NEEDED) as table:
        columns = chosen_columns(table, None)
        assert str(columns[Column.PRICE]) == "Price: «Цена» (column E)"
        other = chosen_columns(table, "g")[Column.PRICE]
        assert (other.heading, other.index, other.letters) == ("РРЦ", 4, "G")
        for outside in ("B", "H"):
            with pytest.raises(UserError):
                chosen_columns(table, outside)
