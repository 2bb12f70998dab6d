from pathlib import Path

import openpyxl
import pytest

from crossdock.errors import UserError
from crossdock.pricelists.columns import NEEDED, columns_to_read, describe
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.spreadsheets.reader_process import open_table


def named(price: str) -> ColumnMapping:
    return ColumnMapping(names={Column.PRICE: [price]})


def test_letters_are_the_files_where_the_table_begins_further_right(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    workbook = openpyxl.Workbook()
    for row in (("Бренд", "Артикул", "Цена", "Остаток", "РРЦ"), ("TRW", "GDB1", 5, 1, 7)):
        workbook.worksheets[0].append([None, None, *row])
    workbook.save(path)
    with open_table(path, needed=NEEDED) as table:
        mapping = ColumnMapping.of(columns_to_read(table), table.headings, table.left)
        assert "Price: «Цена» (column E)" in describe(mapping)
    with open_table(path, needed=NEEDED, mapping=named("g")) as table:
        assert columns_to_read(table).columns[Column.PRICE] == 4
    for outside in ("B", "H"):
        with (
            pytest.raises(UserError, match=r"no column «.»\. Its headings are: Бренд, Артикул"),
            open_table(path, needed=NEEDED, mapping=named(outside)),
        ):
            pass
