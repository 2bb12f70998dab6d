"""What nobody sees of a workbook is told, in each format."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt

from crossdock.spreadsheets.messages import file_notes
from crossdock.spreadsheets.reading import messages, open_sheets
from crossdock.spreadsheets.sheets import Hidden
from tests.hostile.other_workbooks import xlsb_record
from tests.spreadsheets.format_files import write_ods, write_xlsb, write_xml_2003
from tests.spreadsheets.test_further import PRICES

ROWS = [
    ["Бренд", "Артикул", "Закупка", "Цена", "Остаток"],
    ["TRW", "G1", 7, 10, 5],
    ["TRW", "G2", 8, 20, 1],
    ["TRW", "G3", 9, 30, 2],
]
HIDDEN_ROWS, HIDDEN_COLUMN = (2, 3), 2


def hide_in_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in ROWS:
        sheet.append(row)
    sheet.column_dimensions["C"].hidden = True
    for row in HIDDEN_ROWS:
        sheet.row_dimensions[row + 1].hidden = True
    book.save(path)


def hide_in_xls(path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("Другой").row(0).hidden = True
    sheet = book.add_sheet("S")
    for place, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            sheet.write(place, column, cell)
    sheet.col(HIDDEN_COLUMN).hidden = True
    for place in HIDDEN_ROWS:
        sheet.row(place).hidden = True
    book.save(str(path))


def _changed(path: Path, part: str, old: bytes, new: bytes, times: int = -1) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, times)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def hide_in_xlsb(path: Path) -> None:
    write_xlsb(path, ROWS, {})
    part = "xl/worksheets/sheet1.bin"
    for row in HIDDEN_ROWS:
        start = row.to_bytes(4, "little")
        old = xlsb_record(0, start + bytes(21))
        _changed(path, part, old, xlsb_record(0, start + bytes(7) + b"\x10" + bytes(13)))
    column = HIDDEN_COLUMN.to_bytes(4, "little")
    columns = xlsb_record(60, column + column + bytes(8) + b"\x01\x00")
    _changed(path, part, xlsb_record(145), columns + xlsb_record(145))


def hide_in_ods(path: Path) -> None:
    write_ods(path, ROWS, {})
    columns = (
        b'<table:table-column table:number-columns-repeated="2"/>'
        b'<table:table-column table:visibility="collapse"/>'
    )
    row = b"<table:table-row>"
    _changed(path, "content.xml", row, b"<first/>" + columns + row, 1)
    _changed(path, "content.xml", row, b'<table:table-row table:visibility="filter">')
    _changed(path, "content.xml", b'<table:table-row table:visibility="filter">', row, 2)
    _changed(path, "content.xml", b"<first/>", b"")


def hide_in_xml_2003(path: Path) -> None:
    write_xml_2003(path, ROWS, {})
    text = path.read_text().replace("<Table>", '<Table><Column ss:Index="3" ss:Hidden="1"/>')
    for row in HIDDEN_ROWS:
        index = f'<Row ss:Index="{row + 1}"'
        text = text.replace(index, f'{index} ss:Hidden="1"')
    path.write_text(text)


@pytest.mark.parametrize(
    "hide", [hide_in_xlsx, hide_in_xls, hide_in_xlsb, hide_in_ods, hide_in_xml_2003]
)
def test_hidden_rows_are_read_and_told_hidden_columns_are_not_meant(
    hide: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "list"
    hide(path)
    sheet = list(open_sheets(path))[-1]
    assert sheet.hidden() == Hidden(len(HIDDEN_ROWS), frozenset({HIDDEN_COLUMN}))
    head, batch, _end = messages(path, PRICES)
    assert (head["columns"]["price"], len(batch["rows"])) == (3, 3)
    [note] = file_notes(head["notes"])
    assert note == ("2 rows that are hidden in the file, by a filter perhaps, are read as well.")


def test_a_hidden_column_is_read_where_there_is_no_other(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    hide_in_xlsx(path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].delete_cols(4)
    book.save(path)
    head = next(messages(path, PRICES))
    assert head["columns"]["price"] == HIDDEN_COLUMN
    assert file_notes(head["notes"])[-1] == "Read, though hidden in the file: «Закупка»."


def test_rows_of_a_large_sheet_are_looked_at_where_a_filter_hides_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.xlsx"
    hide_in_xlsx(path)
    monkeypatch.setattr("crossdock.spreadsheets.xlsx_formats.ALWAYS_LOOKED_AT", 0)
    [sheet] = open_sheets(path)
    assert sheet.hidden() == Hidden(0, frozenset({HIDDEN_COLUMN}))
    book = openpyxl.load_workbook(path)
    book.worksheets[0].auto_filter.ref = "A1:E4"
    book.save(path)
    [sheet] = open_sheets(path)
    assert sheet.hidden().rows == len(HIDDEN_ROWS)
