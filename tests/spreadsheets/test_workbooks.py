import shutil
from pathlib import Path

import openpyxl
import pytest

from crossdock.spreadsheets.kinds import Kind
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.workbooks import open_workbook


def test_rows_are_numbered_as_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "prices.xlsx"
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["C4"] = "Brand"
    workbook.save(path)
    [sheet] = open_workbook(path, Kind.XLSX)
    assert sheet.height == 4
    assert list(sheet.rows()) == [[""], [""], [""], ["Brand"]]


def test_visible_sheets_come_before_hidden_ones(tmp_path: Path) -> None:
    path = tmp_path / "prices.xlsx"
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].sheet_state = "hidden"
    workbook.create_sheet("Прайс")
    workbook.create_chartsheet("Chart")
    workbook.save(path)
    assert [sheet.name for sheet in open_workbook(path, Kind.XLSX)] == ["Прайс", "Sheet"]


def test_the_name_does_not_matter(tmp_path: Path, shared_data: Path) -> None:
    path = tmp_path / "request.xlsx"
    shutil.copyfile(shared_data / "requests" / "old.xls", path)
    [sheet] = open_workbook(path, Kind.XLS)
    assert next(sheet.rows()) == ["Бренд", "Номер"]


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "prices.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(TableError) as caught:
        list(open_workbook(path, Kind.XLS))
    assert caught.value.trouble is ReadError.DAMAGED
