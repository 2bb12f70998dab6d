import datetime
from pathlib import Path

import pytest
import xlrd

from crossdock.spreadsheets import old_workbooks
from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.number_formats import adds_leading_zeros
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.reading import messages
from tests.spreadsheets.xls_files import (
    bare,
    change_code_page,
    rename_stream,
    renumber_formats,
    write_xls,
)

PRICES = (Column.BRAND, Column.ARTICLE, Column.PRICE, Column.QUANTITY)
TABLE = [["Бренд", "Артикул", "Кол-во"], ["ЗАЗ", "1102-1001", 3], ["BOSCH", "0986452041", 1]]


def read(path: Path) -> list[Row]:
    [_head, *batches, _end] = messages(path, {Column.BRAND, Column.ARTICLE})
    return [row for batch in batches for row in batch["rows"]]


@pytest.mark.parametrize("number", [27, 36, 50, 58, 400])
def test_a_format_of_the_files_own_is_no_date_whatever_its_number(
    tmp_path: Path, number: int
) -> None:
    path = write_xls(tmp_path / "r.xls", [*TABLE, ["FEBI", 1089, 1]], {(3, 1): "00000"})
    renumber_formats(path, number)
    assert read(path)[-1] == ["FEBI", "01089", 1]


def test_a_date_of_the_files_own_is_one_whatever_its_number(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "r.xls", [*TABLE, ["NGK", 46024, 1]], {(3, 1): "dd.mm.yyyy"})
    renumber_formats(path, 400)
    assert read(path)[-1] == ["NGK", datetime.date(2026, 1, 2), 1]


def test_files_of_excel_are_left_to_calamine(tmp_path: Path, shared_data: Path) -> None:
    assert not old_workbooks.is_for_xlrd(write_xls(tmp_path / "r.xls", TABLE, {(1, 2): "0.00"}))
    for path in shared_data.glob("*/*.xls"):
        assert not old_workbooks.is_for_xlrd(path)


@pytest.mark.parametrize("code_page", [1252, 1251, 437, 10007, 9999])
def test_unicode_text_is_read_whatever_code_page_the_file_names(
    tmp_path: Path, code_page: int
) -> None:
    path = write_xls(tmp_path / "r.xls", TABLE)
    change_code_page(path, code_page)
    assert read(path) == TABLE[1:]


@pytest.mark.parametrize("name", ["WORKBOOK", "workbook"])
def test_the_streams_name_may_be_in_any_case(tmp_path: Path, name: str) -> None:
    path = write_xls(tmp_path / "r.xls", TABLE)
    rename_stream(path, name)
    assert read(path) == TABLE[1:]


@pytest.mark.parametrize(
    ("kind", "version"), [(0x09, 0x02), (0x209, 0x300), (0x409, 0x400)], ids=["2", "3", "4"]
)
def test_excel_2_to_4_have_no_container(tmp_path: Path, kind: int, version: int) -> None:
    path = tmp_path / "r.xls"
    path.write_bytes(bare(kind, version, TABLE))
    assert read(path) == TABLE[1:]


def test_dates_times_and_truths_are_what_they_are(tmp_path: Path) -> None:
    moment = datetime.datetime(2026, 1, 2, 10, 35)
    cells = ["NGK", "1", moment, moment.date(), True, 0.5]
    path = write_xls(
        tmp_path / "r.xls",
        [[*TABLE[0], *"abc"], cells],
        {(1, 2): "dd.mm.yyyy hh:mm", (1, 3): "dd.mm.yyyy", (1, 5): "hh:mm"},
    )
    rename_stream(path, "WORKBOOK")
    assert read(path) == [[*cells[:-1], datetime.time(12)]]


def test_a_file_that_nobody_can_read_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "prices.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert old_workbooks.formats(path, "TDSheet", adds_leading_zeros) == {}
    assert old_workbooks.merged(path, "TDSheet") == ()
    with pytest.raises(TableError) as caught:
        list(old_workbooks.open_old_workbook(path))
    assert caught.value.trouble is ReadError.DAMAGED


def test_formats(shared_data: Path) -> None:
    path = shared_data / "price_lists" / "1c_two_prices_numeric_articles.xls"
    forms = old_workbooks.formats(path, "TDSheet", adds_leading_zeros)[1]
    sheet = xlrd.open_workbook(path).sheet_by_index(0)
    numbers = [sheet.cell_type(row, 1) == xlrd.XL_CELL_NUMBER for row in range(sheet.nrows)]
    assert [bool(form.digits) for form in forms] == numbers[: len(forms)]
    assert not any(numbers[len(forms) :])
    assert forms[1].digits == 10  # 310945355 as 0000000000
    assert forms[2].digits == 8  # 3831124 as 00000000


@pytest.mark.parametrize(
    ("number_format", "price"),
    [
        ("[$$-409]#,##0.00", "12.50 USD"),
        ('#,##0.00"р."', "12.50 RUB"),
        ('"$"#,##0.00_);("$"#,##0.00)', 12.5),  # the money of whoever looks at it
        ("0.00", 12.5),
    ],
)
def test_currencies(tmp_path: Path, number_format: str, price: str | float) -> None:
    rows = [["Бренд", "Артикул", "Цена", "Остаток"], ["TRW", "GDB1", 12.5, 1]]
    path = write_xls(tmp_path / "list.xls", rows, {(1, 2): number_format})
    [_head, batch, _end] = messages(path, set(PRICES))
    assert [row[2] for row in batch["rows"]] == [price]
