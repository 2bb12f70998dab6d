import datetime
from pathlib import Path

import pytest

from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.reading import open_sheets
from crossdock.spreadsheets.workbooks_2003 import is_workbook_2003, open_workbook_2003
from tests.spreadsheets.test_markup import read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
def test_xml_spreadsheet_2003(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "r.xls"
    path.write_bytes(
        (
            f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>'
            '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
            'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Лист">'
            '<Table><Row ss:Index="2"><Cell><Data ss:Type="String">Бренд</Data></Cell>'
            '<Cell><Data ss:Type="String">Артикул</Data></Cell></Row>'
            '<Row><Cell ss:MergeDown="1"><Data ss:Type="String">ЗАЗ</Data></Cell>'
            '<Cell><Data ss:Type="String">01</Data></Cell></Row>'
            '<Row><Cell ss:Index="2"><Data ss:Type="Number">5.5</Data></Cell><Cell/>'
            '<Cell><Data ss:Type="DateTime">2026-01-02T00:00:00.000</Data></Cell></Row>'
            "</Table></Worksheet></Workbook>"
        ).encode(encoding)
    )
    assert read(path) == [
        ["ЗАЗ", "01", None, None],
        ["ЗАЗ", 5.5, None, datetime.date(2026, 1, 2)],
    ]
    [sheet] = open_sheets(path)
    assert (sheet.name, sheet.height) == ("Лист", 4)


def test_a_number_has_the_format_of_its_style(tmp_path: Path) -> None:
    path = tmp_path / "r.xls"
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    path.write_text(
        f'<Workbook xmlns="{name}" xmlns:ss="{name}"><Styles><Style ss:ID="a"><NumberFormat'
        ' ss:Format="Fixed"/></Style><Style ss:ID="b" ss:Parent="a"/></Styles><Worksheet><Table>'
        '<Column ss:Index="2" ss:StyleID="b"/><Row><Cell><Data ss:Type="Number">1</Data></Cell>'
        '<Cell><Data ss:Type="Number">2</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    assert is_workbook_2003(path)
    (sheet,) = open_workbook_2003(path)
    assert [form.code for form in sheet.formats(1, lambda form: form.decimals == 2)] == ["0.00"]
    assert sheet.formats(0, lambda form: form.decimals == 2) == ()


def test_xml_that_breaks_off_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "r.xls"
    path.write_text("<Workbook>")
    assert not is_workbook_2003(path)
    with pytest.raises(TableError) as caught:
        open_workbook_2003(path)
    assert caught.value.trouble is ReadError.DAMAGED


@pytest.mark.parametrize("state", ["SheetHidden", "SheetVeryHidden"])
def test_hidden_sheets_come_last_and_say_so(tmp_path: Path, state: str) -> None:
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    cell = '<Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>'
    options = "<WorksheetOptions><Visible>{}</Visible></WorksheetOptions>"
    path = tmp_path / "r.xls"
    path.write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}">'
        f'<Worksheet ss:Name="A">{cell}{options.format(state)}</Worksheet>'
        f'<Worksheet ss:Name="B">{cell}</Worksheet></Workbook>'
    )
    sheets = open_workbook_2003(path)
    assert [(sheet.name, sheet.is_hidden) for sheet in sheets] == [("B", False), ("A", True)]
