from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from crossdock.errors import UserError
from crossdock.spreadsheets import reader_process
from crossdock.spreadsheets.chosen import Choice, Choices
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.preview import ROWS, Preview
from crossdock.spreadsheets.reader_process import read_preview

NEEDED = (Column.BRAND, Column.ARTICLE, Column.PRICE, Column.QUANTITY)
ALL = {Column.BRAND: 0, Column.ARTICLE: 1, Column.PRICE: 2, Column.QUANTITY: 3}
NOTHING: Choices = {}


def preview(path: Path, choices: Choices = NOTHING) -> Preview:
    return read_preview(path, needed=NEEDED, choices=choices)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_first_rows_with_the_header_among_them(tmp_path: Path) -> None:
    lines = [*["Прайс"] * 5, "Бренд;Артикул;Цена;Остаток;Цена 2", *["TRW;GDB1;1;2;3"] * 100]
    seen = preview(write(tmp_path / "list.csv", "\n".join(lines)))
    assert (seen.first_row, seen.header_row, len(seen.rows)) == (4, 6, ROWS)
    assert seen.rows[2] == ["Бренд", "Артикул", "Цена", "Остаток", "Цена 2"]
    assert seen.rows[3] == ["TRW", "GDB1", "1", "2", "3"]
    assert seen.recognised == seen.columns == ALL
    assert seen.letters == ["A", "B", "C", "D", "E"]
    assert seen.choice(4, 6) == Choice("Цена 2", "E")
    assert seen.choice(4, None) == Choice("", "E")
    assert seen.choice(1, 7) == Choice("GDB1", "B")


def test_what_was_chosen_before_is_shown_as_it_will_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", "Бренд;Артикул;Цена;Остаток;Цена 2\nTRW;GDB1;1;2;3\n")
    seen = preview(path, {Column.PRICE: Choice("Цена 2", "E")})
    assert seen.choices_hold
    assert seen.recognised == ALL
    assert seen.columns == ALL | {Column.PRICE: 4}

    seen = preview(path, {Column.PRICE: Choice("Цена 3", "E")})
    assert not seen.choices_hold
    assert seen.columns == ALL


def test_rows_of_which_nothing_is_recognised(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", "Foo;Bar\n1;2\n")
    seen = preview(path)
    assert (seen.rows, seen.columns) == ([["Foo", "Bar"], ["1", "2"]], {})
    assert seen.choices_hold, "nothing was chosen"
    assert seen.header_row is None

    seen = preview(write(path, "Прайс\nЧей;Номер;Цена\nTRW;1;2\n"))
    assert (seen.header_row, seen.columns) == (2, {})
    assert seen.choice(0, 2) == Choice("Чей", "A")


def test_the_sheet_with_the_most_rows_is_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Условия"])
    sheet = book.create_sheet("Прайс")
    for number in range(5):
        sheet.append([f"x{number}", f"y{number}"])
    book.save(tmp_path / "list.xlsx")
    assert preview(tmp_path / "list.xlsx").sheet == "Прайс"


def test_articles_have_the_zeros_that_an_import_gives_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Бренд", "Артикул", "Цена", "Остаток"])
    book.active.append(["BOSCH", 986452041, 1, 2])
    book.active["B2"].number_format = "0000000000"
    book.save(tmp_path / "list.xlsx")
    assert preview(tmp_path / "list.xlsx").rows[1] == ["BOSCH", "0986452041", "1", "2"]


def test_what_cannot_be_read_has_no_preview(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="empty"):
        preview(write(tmp_path / "list.csv", ""))
    with pytest.raises(UserError, match="too long"):
        read_preview(
            write(tmp_path / "list.csv", "a;b\n"), needed=NEEDED, choices=NOTHING, seconds=0.001
        )


def test_few_files_are_looked_at_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "PREVIEW_QUEUE_SECONDS", 0.05)
    path = write(tmp_path / "list.csv", "Brand;Article;Price;Quantity\nSKF;1;2;3\n")
    both = (reader_process.PREVIEWS_AT_ONCE, reader_process.PREVIEWS_AT_ONCE)
    with both[0], both[1], pytest.raises(UserError, match="just now"):
        read_preview(path, needed=NEEDED, choices=NOTHING)
    assert read_preview(path, needed=NEEDED, choices=NOTHING).rows


def test_a_span_of_time_in_a_cell_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Бренд", "Артикул", "Цена", "Остаток", "Срок"])
    sheet.append(["TRW", "GDB1", 1, 2, timedelta(hours=36)])
    workbook.save(path)
    assert preview(path).rows[1] == ["TRW", "GDB1", "1", "2", "36:00"]
