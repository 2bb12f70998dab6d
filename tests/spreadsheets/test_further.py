from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.spreadsheets.reading import messages

PART = frozenset((Column.BRAND, Column.ARTICLE))
PRICES = PART | {Column.PRICE, Column.QUANTITY}
Sheets = dict[str, list[list[object]]]


def write(path: Path, sheets: Sheets, hidden: str = "") -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def read(path: Path, needed: frozenset[Column] = PART) -> tuple[dict[str, Any], list[Row]]:
    head, *batches, _end = messages(path, needed)
    rows = [row for batch in batches for row in batch["rows"]]
    assert len(rows) <= head["height"]
    assert all(len(row) == head["width"] for row in rows)
    return head, rows


ENGINE: list[list[object]] = [["Бренд", "Артикул", "Кол-во"], ["BOSCH", "1", 1]]


def test_sheets_with_the_same_headings_are_read_too(tmp_path: Path) -> None:
    chassis: list[list[object]] = [
        ["Ходовая"],
        ["Кол-во", "Артикул", "Бренд"],
        [2, "2", "TRW"],
        [],
        [1, "3", "KYB"],
    ]
    path = write(tmp_path / "r.xlsx", {"A": ENGINE, "Contacts": [["x", 1]], "B": chassis})
    head, rows = read(path)
    assert head["sheet"] == "A, B"
    nothing = [None, None, None]
    assert rows == [["BOSCH", "1", 1], ["TRW", "2", 2], nothing, ["KYB", "3", 1]]
    places = [
        (place["sheet"], place["heading_row"], place["last_column"]) for place in head["tables"]
    ]
    assert places == [("A", 1, 2), ("B", 2, 2)]


def test_a_requests_lines_are_read_whatever_their_headings(tmp_path: Path) -> None:
    other: list[list[object]] = [["Brand", "Part number", "Qty", "Note"], ["TRW", "2", 2, "x"]]
    head, rows = read(write(tmp_path / "r.xlsx", {"A": ENGINE, "B": other}))
    assert head["headings"] == ["Бренд", "Артикул", "Кол-во", "Note"]
    assert rows == [["BOSCH", "1", 1, None], ["TRW", "2", 2, "x"]]


def test_hidden_sheets_are_not_meant(tmp_path: Path) -> None:
    path = write(tmp_path / "r.xlsx", {"A": ENGINE, "B": ENGINE}, hidden="B")
    assert read(path)[0]["sheet"] == "A"


@pytest.mark.parametrize(
    ("price", "rows_read"),
    [("Цена", 2), ("Цена розничная", 1), ("Цена, USD", 1), ("Цена (за упаковку)", 1), ("ЦЕНА", 2)],
)
def test_another_price_is_another_list(tmp_path: Path, price: str, rows_read: int) -> None:
    first: list[list[object]] = [["Бренд", "Артикул", "Цена", "Остаток"], ["TRW", "1", 100, 5]]
    second: list[list[object]] = [["Бренд", "Артикул", price, "Остаток"], ["TRW", "2", 200, 5]]
    path = write(tmp_path / "p.xlsx", {"A": first, "B": second})
    assert len(read(path, PRICES)[1]) == rows_read


STOCK: list[object] = ["Бренд", "Артикул", "Цена", "Склад 1", "Склад 2"]
IN_ROUBLES: list[object] = ["Бренд", "Артикул", "Цена", "Остаток"]


@pytest.mark.parametrize(
    ("first", "second", "rows_read"),
    [
        ([STOCK], [STOCK], 2),
        ([STOCK], [STOCK[:4]], 1),
        ([STOCK], [[*STOCK, "Склад 3"]], 1),
        ([IN_ROUBLES], [[*IN_ROUBLES, "Валюта"]], 1),
        ([IN_ROUBLES], [["Цены в USD"], IN_ROUBLES], 1),
        ([["Цены в USD"], IN_ROUBLES], [["Все цены в $ за штуку"], IN_ROUBLES], 2),
    ],
)
def test_stores_and_currencies_are_those_of_the_first(
    tmp_path: Path, first: list[list[object]], second: list[list[object]], rows_read: int
) -> None:
    row: list[object] = ["TRW", "1", 100, 5, 6, 7]
    sheets = {name: [*top, row[: len(top[-1])]] for name, top in (("A", first), ("B", second))}
    assert len(read(write(tmp_path / "p.xlsx", sheets), PRICES)[1]) == rows_read


def test_a_sheet_without_a_column_that_was_named_is_another_list(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Бренд", "Артикул", "Цена", "Остаток"], ["TRW", "1", 100, 5]]
    named: list[list[object]] = [[*rows[0], "Цена 2"], [*rows[1], 200]]
    path = write(tmp_path / "p.xlsx", {"A": named, "B": rows})
    mapping = ColumnMapping(names={Column.PRICE: ["Цена 2"]})
    [_head, batch, _end] = messages(path, PRICES, mapping)
    assert batch["rows"] == named[1:]


def test_a_table_beside_the_first_is_read_too(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Бренд", "Артикул", "Кол-во", None, "Бренд", "Артикул", "Кол-во"],
        ["BOSCH", "1", 1, None, "TRW", "2", 2],
        ["KYB", "3", 3],
    ]
    _head, read_rows = read(write(tmp_path / "r.xlsx", {"A": rows}))
    assert [row[:3] for row in read_rows] == [["BOSCH", "1", 1], ["KYB", "3", 3], ["TRW", "2", 2]]


def test_columns_for_replacements_are_no_table(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Бренд", "Артикул", "Кол-во", "Артикул", "Бренд замены"],
        ["BOSCH", "1", 1, "2", "TRW"],
    ]
    assert len(read(write(tmp_path / "r.xlsx", {"A": rows}))[1]) == 1


GAP: list[object] = ["BOSCH", "1", None, "TRW", "2"]


@pytest.mark.parametrize(
    ("rows", "articles"),
    [
        ([["Бренд", "Артикул", None, "Brand", "Part number"], GAP], ["1", "2"]),
        ([["Бренд", "Артикул", None, "Артикул", "Бренд"], [*GAP[:3], "2", "TRW"]], ["1", "2"]),
        (
            [["Бренд", "Артикул"], GAP[:2], [*GAP[:3], "Бренд", "Артикул"], GAP],
            ["1", "1", "1", "2"],
        ),
        ([["Бренд", "Артикул", None] * 3, [*GAP, None, "KYB", "3"]], ["1", "2", "3"]),
        ([["Бренд", "Артикул", None, "Фирма замены", "OEM"], GAP], ["1"]),
        ([["Бренд", "Артикул", "Производитель", "OEM"], GAP[:2] + GAP[3:]], ["1"]),
    ],
)
def test_tables_beside_each_other(
    tmp_path: Path, rows: list[list[object]], articles: list[str]
) -> None:
    _head, lines = read(write(tmp_path / "r.xlsx", {"A": rows}))
    assert [row[1] for row in lines] == articles


PRICED: list[list[object]] = [["Бренд", "Артикул", "Цена", "Остаток"], ["BOSCH", "1", 10, 1]]


@pytest.mark.parametrize("name", ["USD", "Прайс EUR", "Цены, $", "Старый прайс", "архив", "Old"])
@pytest.mark.parametrize("is_first", [True, False])
def test_sheets_that_are_named_after_a_currency_or_are_old_are_not_read_beside_others(
    tmp_path: Path, name: str, is_first: bool
) -> None:
    sheets: Sheets = {"Прайс": PRICED}
    sheets = {name: PRICED} | sheets if is_first else sheets | {name: PRICED}
    head, rows = read(write(tmp_path / "r.xlsx", sheets), PRICES)
    assert len(rows) == 1
    left_out, is_old = head["notes"]["left_out"], "USD EUR $".find(name[-1]) < 0
    first, other = ("Прайс", name) if is_old or not is_first else (name, "Прайс")
    assert (head["sheet"], left_out) == (first, [other])


def test_the_only_sheet_may_be_old_and_its_name_may_tell_the_currency(tmp_path: Path) -> None:
    head, _rows = read(write(tmp_path / "r.xlsx", {"Старый, USD": PRICED}), PRICES)
    assert head["currency_notes"] == ("Старый, USD",)
    head, _rows = read(write(tmp_path / "r.xlsx", {"Евро Авто": PRICED}), PRICES)
    assert head["currency_notes"] == ()


def test_a_maker_and_its_number_behind_an_empty_column_are_lines_too_and_said(
    tmp_path: Path,
) -> None:
    table: list[list[object]] = [
        ["Бренд", "Артикул", "Кол-во", None, "Производитель", "OEM номер"],
        ["BOSCH", "1", 5, None, "VAG", "04465"],
        ["TRW", "2", 1, None, None, None],
    ]
    head, rows = read(write(tmp_path / "r.xlsx", {"A": table}))
    assert [row[:3] for row in rows if any(row[:2])] == [
        ["BOSCH", "1", 5],
        ["TRW", "2", 1],
        ["VAG", "04465", None],
    ]
    assert head["notes"]["read"] == [("A", 2)]


def test_numbers_of_makers_behind_an_empty_column_are_no_offers(tmp_path: Path) -> None:
    headings: list[object] = [*PRICED[0], None, "Производитель", "OEM номер"]
    rows = [[*row, None, "VAG", "04465"] for row in (PRICED[1], PRICED[1])]
    _head, read_rows = read(write(tmp_path / "r.xlsx", {"A": [headings, *rows]}), PRICES)
    assert [row[:2] for row in read_rows] == [["BOSCH", "1"]] * 2
