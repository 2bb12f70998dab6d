"""What the formats share."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.reading import find_tables, messages, open_sheets

PART = (Column.BRAND, Column.ARTICLE)


def read(path: Path, needed: tuple[Column, ...] = PART) -> tuple[dict[str, Any], list[Row]]:
    head, *batches, end = messages(path, set(needed))
    assert end == {"end": True}
    return head, [row for batch in batches for row in batch["rows"]]


def test_empty_rows_count_inside_and_not_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "request.csv"
    path.write_text("Brand;Article;Qty\nSKF;1\n\n;;\n ; ;\nBOSCH;2;3;more\n\n;;\n  ;\n")
    assert read(path)[1] == [
        *(["SKF", "1", None, None], [None] * 4, [None] * 4, [None] * 4),
        ["BOSCH", "2", "3", "more"],
    ]


def test_a_table_away_from_the_corner_keeps_its_row_numbers_and_formats(tmp_path: Path) -> None:
    path = tmp_path / "request.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (("Brand", "Article"), ("BOSCH", 986452041), ("SKF", 3644.0), ("SKF", 12.5)):
        sheet.append([None, None, *row])
    sheet.insert_rows(1, 4)
    sheet["D6"].number_format = "0000000000"
    workbook.save(path)
    head, rows = read(path)
    assert (head["header_row"], head["first_row"], head["height"]) == (5, 6, 3)
    assert (head["left"], head["width"]) == (2, 2)
    assert rows == [["BOSCH", "0986452041"], ["SKF", 3644], ["SKF", 12.5]]
    assert [type(row[1]) for row in rows] == [str, int, float]


def test_a_header_on_a_later_sheet_beats_a_guess_on_the_first(tmp_path: Path) -> None:
    path = tmp_path / "request.xlsx"
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["Отдел продаж", "+7 495 123-45-67"])
    second = workbook.create_sheet("Заказ")
    second.append(["Бренд", "Артикул"])
    second.append(["SKF", "3644"])
    workbook.save(path)
    assert read(path)[0]["sheet"] == "Заказ"


def test_sheets_without_a_value_are_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "request.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(TableError) as caught:
        find_tables(open_sheets(path), PART)
    assert caught.value.trouble is ReadError.EMPTY


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "request.csv"
    path.write_text("Brand;Article")
    head, rows = read(path)
    assert (head["height"], rows) == (0, [])


def test_wide_rows_travel_in_small_batches(tmp_path: Path) -> None:
    path = tmp_path / "request.csv"
    path.write_text("Brand;Article\n" + ("SKF;1" + ";x" * 4_998 + "\n") * 10)
    batches = [message["rows"] for message in messages(path, set(PART)) if "rows" in message]
    assert [len(batch) for batch in batches] == [4, 4, 2]


def test_long_rows_travel_in_small_batches(tmp_path: Path) -> None:
    path = tmp_path / "request.csv"
    path.write_text("Brand;Article\n" + f"SKF;1;{'x' * 120_000}\n" * 10)
    batches = [message["rows"] for message in messages(path, set(PART)) if "rows" in message]
    assert [len(batch) for batch in batches] == [5, 5]


def test_a_row_that_is_too_long_is_named(tmp_path: Path) -> None:
    path = tmp_path / "request.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (("Brand", "Article"), ("SKF", "1"), ("SKF", "2", *["x" * 32_000] * 32)):
        sheet.append(row)
    workbook.save(path)
    with pytest.raises(TableError) as caught:
        read(path)
    assert caught.value.trouble is ReadError.LONG_ROW
    assert caught.value.details == {"sheet": "Sheet", "row": 3}


def test_a_row_that_is_wider_than_all_before_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "request.csv"
    path.write_text("Brand;Article\n" + "SKF;1\n" * 300 + "SKF;2;;more\n")
    head, rows = read(path)
    assert (head["width"], head["headings"]) == (4, ["Brand", "Article", "", ""])
    assert rows[0] == ["SKF", "1", None, None]
    assert rows[-1] == ["SKF", "2", None, "more"]


def test_a_stray_cell_does_not_make_a_long_table_enormous(tmp_path: Path) -> None:
    path = tmp_path / "request.csv"
    path.write_text("Brand;Article\n" + "SKF;1\n" * 5_000 + "SKF;2" + ";" * 9_000 + "x\n")
    with pytest.raises(TableError) as caught:
        read(path)
    assert caught.value.trouble is ReadError.TOO_MANY_CELLS
    assert caught.value.details == {"sheet": None, "rows": 5_003, "columns": 9_002}


def test_what_cannot_be_seen_is_no_line_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "request.csv"
    path.write_text("Brand;Article\nSKF;1\n\u200b;\ufeff\n\x1a", encoding="utf-8")
    assert read(path)[1] == [["SKF", "1"]]


def test_a_hidden_sheet_comes_after_all_visible_ones(tmp_path: Path) -> None:
    path = tmp_path / "request.xlsx"
    workbook = openpyxl.Workbook()
    hidden = workbook.worksheets[0]
    hidden.sheet_state = "hidden"
    shown = workbook.create_sheet("Заказ")
    for row in (("Brand", "Article"), ("TRW", "GDB1330")):
        hidden.append(row)
    for row in (("SKF", "VKBA 3644"), ("BOSCH", "0986452041")):
        shown.append(row)
    workbook.save(path)
    assert read(path)[0]["sheet"] == "Заказ"
    shown.delete_rows(1, 2)
    workbook.save(path)
    assert read(path)[0]["sheet"] == "Sheet"


def test_a_format_gives_no_zeros_to_what_is_no_whole_number(tmp_path: Path) -> None:
    path = tmp_path / "request.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Brand", "Article"])
    numbers = [12.5, -7, True, 1234567890123456]  # the last has lost digits already
    for number in numbers:
        sheet.append(["SKF", number])
        sheet.cell(sheet.max_row, 2).number_format = "0" * 18
    workbook.save(path)
    assert [row[1] for row in read(path)[1]] == numbers
