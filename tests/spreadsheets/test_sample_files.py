"""The sample files, as they were found by openpyxl, xlrd and csv."""

import csv
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
import xlrd

from crossdock.spreadsheets.cells import Cell, Row, as_text
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.reading import find_tables, messages, open_sheets

PART = (Column.BRAND, Column.ARTICLE)
PRICES = (*PART, Column.PRICE, Column.QUANTITY)


class Sample(NamedTuple):
    """What is in a sample file; `cells` are those of the needed columns in the last row."""

    name: str
    sheet: str | None
    header_row: int | None
    columns: tuple[int, ...]
    rows: int
    cells: tuple[Cell, ...]


REQUESTS = [
    Sample("simple_ru.xlsx", "Sheet", 1, (0, 1), 120, ("SKF", "572.3192514")),
    Sample(
        "titled_en_quantities_remarks.xlsx",
        *("Sheet", 7, (1, 2), 120, ("MANN-FILTER", "07505251АА")),
    ),
    Sample("no_header.xlsx", "Sheet", None, (0, 1), 120, ("SACHS", "14837064")),
    Sample("reversed_lower_case.xlsx", "Sheet", 1, (2, 0), 120, ("TOYOTA", "557.6827817")),
    Sample(
        "numeric_articles_duplicates_gaps.xlsx",
        *("Sheet", 1, (0, 1), 132, ("VAG", "258.3220262")),
    ),
    Sample("cp1251.csv", None, 1, (0, 1), 112, ("VAG", "4899482045")),
    Sample("old.xls", "Лист1", 1, (0, 1), 120, ("SACHS", "05763181")),
    Sample("open_document.ods", "S", 1, (0, 1), 120, ("Hyundai/Kia", "W 8565/33")),
]
PRICE_LISTS = [
    Sample(
        "1c_two_prices_numeric_articles.xls",
        *("TDSheet", 1, (0, 1, 4, 3), 150, ("LEMFÖRDER", "22085-55916", 19569.53, 12)),
    ),
    Sample(
        "1c_no_header.xls",
        *("TDSheet", None, (0, 1, 4, 3), 150, ("VAG", "W 0334/59", 12161.13, 2)),
    ),
    Sample(
        "header_row_6_text_quantities.xlsx",
        *("Sheet", 6, (0, 1, 3, 4), 150, ("VAG", "0465177727", 11159.07, "1 шт.")),
    ),
    Sample(
        "cp1251_15_columns_multiline.csv",
        *(None, 1, (9, 8, 3, 5), 142, ("SKF", "389.8287911", "7418", "0")),
    ),
    Sample(
        "translit_1c.csv",
        *(None, 1, (3, 2, 7, 8), 150, ("SKF", "577.8101161", "3270.91", "50.0")),
    ),
    Sample(
        "no_header_semicolon_crlf.csv",
        *(None, None, (0, 1, 2, 3), 150, ("SACHS", "W 1993/12", "635", "50")),
    ),
    Sample(
        "utf16_tab_quantity_words.txt",
        *(None, 1, (0, 1, 3, 4), 150, ("BOSCH", "W 8519/18", "1 581,29", "нет")),
    ),
    Sample(
        "two_row_header_text_prices.xlsx",
        *("Sheet", 2, (0, 1, 3, 4), 150, ("FEBI BILSTEIN", "W 3948/65", "5 657,64", 12)),
    ),
    Sample(
        "second_sheet_with_section_rows.xlsx",
        *("Прайс", 1, (0, 1, 3, 4), 153, ("SACHS", "W 1649/26", 2176.1, 3)),
    ),
    Sample("header_row_5.xlsx", "TDSheet", 5, (0, 1, 4, 3), 60, ("Mobil", "155060C", 10500, 3)),
    Sample(
        "thousands_and_commas.csv",
        None,
        1,
        (1, 0, 3, 4),
        4,
        ("Gates", "K015603XS", "6 750,00", "6"),
    ),
    Sample("dollars.csv", None, 1, (1, 0, 3, 4), 3, ("Bosch", "0986452041", "7.40", "55")),
    Sample("rows_to_leave_out.csv", None, 1, (1, 0, 3, 4), 6, ("MANN", "WK820/1", "-100,00", "8")),
]


def read(path: Path, needed: tuple[Column, ...] = PART) -> tuple[dict[str, Any], list[Row]]:
    head, *batches, end = messages(path, set(needed))
    assert end == {"end": True}
    return head, [row for batch in batches for row in batch["rows"]]


def check(path: Path, needed: tuple[Column, ...], sample: Sample) -> None:
    head, rows = read(path, needed)
    assert head["sheet"] == sample.sheet
    assert head["header_row"] == sample.header_row
    assert tuple(head["columns"][column] for column in needed) == sample.columns
    assert head["first_row"] == (sample.header_row or 0) + 1
    assert len(rows) == sample.rows <= head["height"]
    assert tuple(rows[-1][head["columns"][column]] for column in needed) == sample.cells
    assert {len(row) for row in rows} == {head["width"]}


@pytest.mark.parametrize("sample", REQUESTS, ids=lambda sample: sample.name)
def test_sample_requests(shared_data: Path, sample: Sample) -> None:
    check(shared_data / "requests" / sample.name, PART, sample)


@pytest.mark.parametrize("sample", PRICE_LISTS, ids=lambda sample: sample.name)
def test_sample_price_lists(shared_data: Path, sample: Sample) -> None:
    check(shared_data / "price_lists" / sample.name, PRICES, sample)


def test_every_sample_is_there(shared_data: Path) -> None:
    names = {path.name for path in shared_data.glob("*/*") if not path.name.startswith("bad_")}
    assert names == {sample.name for sample in (*REQUESTS, *PRICE_LISTS)}


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("bad_empty.xlsx", ReadError.EMPTY),
        ("bad_picture.xlsx", ReadError.NOT_A_SPREADSHEET),
        ("bad_no_part_columns.xlsx", ReadError.NO_COLUMNS),
    ],
)
def test_bad_samples_are_refused(shared_data: Path, name: str, trouble: ReadError) -> None:
    with pytest.raises(TableError) as caught:
        find_tables(open_sheets(shared_data / "requests" / name), PART)
    assert caught.value.trouble is trouble
    if trouble is ReadError.NO_COLUMNS:
        assert caught.value.details["found"] == ["Наименование", "Цена"]


def test_articles_of_xlsx_are_what_openpyxl_shows(shared_data: Path) -> None:
    path = shared_data / "requests" / "numeric_articles_duplicates_gaps.xlsx"
    expected: list[Cell] = []
    for cell in openpyxl.load_workbook(path).worksheets[0]["B"][1:]:
        zeros = cell.number_format.count("0") if isinstance(cell.value, int) else 0
        expected.append(str(cell.value).zfill(zeros) if zeros else cell.value)
    while expected[-1] is None:
        expected.pop()
    articles = [row[1] for row in read(path)[1]]
    assert articles == expected
    assert [type(article) for article in articles] == [type(cell) for cell in expected]
    assert articles[:2] == ["0310945355", 310945355]
    assert {type(article) for article in articles} == {str, int, type(None)}


@pytest.mark.parametrize("name", ["1c_two_prices_numeric_articles.xls", "1c_no_header.xls"])
def test_articles_of_xls_are_what_xlrd_shows(shared_data: Path, name: str) -> None:
    path = shared_data / "price_lists" / name
    book = xlrd.open_workbook(path, formatting_info=True)
    sheet = book.sheet_by_index(0)
    head, rows = read(path, PRICES)
    for row, cells in enumerate(rows, start=head["first_row"] - 1):
        value = sheet.cell_value(row, 1)
        style = book.xf_list[sheet.cell_xf_index(row, 1)]
        zeros = len(book.format_map[style.format_key].format_str)
        assert cells[1] == (value if isinstance(value, str) else str(int(value)).zfill(zeros))


def test_whole_rows_of_a_text_file_are_what_csv_reads(shared_data: Path) -> None:
    path = shared_data / "price_lists" / "cp1251_15_columns_multiline.csv"
    with path.open(encoding="cp1251", newline="") as file:
        expected = list(csv.reader(file, delimiter=";"))[1:]
    rows = read(path, PRICES)[1]
    assert [[as_text(cell) for cell in row] for row in rows] == [
        [as_text(cell) for cell in row] for row in expected
    ]
    assert any("\n" in cell for row in rows for cell in row if isinstance(cell, str))
