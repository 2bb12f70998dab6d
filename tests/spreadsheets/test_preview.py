from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from crossdock.errors import UserError
from crossdock.spreadsheets import reader_process, reading
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping, Place
from crossdock.spreadsheets.preview import ROWS, Preview, preview_message
from crossdock.spreadsheets.reader_process import read_preview
from crossdock.spreadsheets.recognition import Recognition
from crossdock.spreadsheets.sheets import Sheet

NEEDED = (Column.BRAND, Column.ARTICLE, Column.PRICE, Column.QUANTITY)
ALL = {Column.BRAND: 0, Column.ARTICLE: 1, Column.PRICE: 2, Column.QUANTITY: 3}


def preview(path: Path, mapping: ColumnMapping = NO_MAPPING) -> Preview:
    return read_preview(path, needed=NEEDED, mapping=mapping)


def place(seen: Preview, index: int, header_row: int | None) -> Place:
    return seen.mapping(Recognition({Column.PRICE: index}), header_row)[Column.PRICE]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_first_rows_with_the_header_among_them(tmp_path: Path) -> None:
    lines = [*["Прайс"] * 5, "Бренд;Артикул;Цена;Остаток;Цена 2", *["TRW;GDB1;1;2;3"] * 100]
    seen = preview(write(tmp_path / "list.csv", "\n".join(lines)))
    assert (seen.first_row, seen.header_row, len(seen.rows)) == (4, 6, ROWS)
    assert seen.rows[2] == ["Бренд", "Артикул", "Цена", "Остаток", "Цена 2"]
    assert seen.rows[3] == ["TRW", "GDB1", "1", "2", "3"]
    assert seen.recognised.columns == seen.reading.columns == ALL
    assert seen.letters == ["A", "B", "C", "D", "E"]
    assert place(seen, 4, 6) == Place("Цена 2", "E")
    assert place(seen, 4, None) == Place("", "E")
    assert place(seen, 1, 7) == Place("GDB1", "B")


def test_what_was_chosen_before_is_shown_as_it_will_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", "Бренд;Артикул;Цена;Остаток;Цена 2\nTRW;GDB1;1;2;3\n")
    seen = preview(path, ColumnMapping({Column.PRICE: Place("Цена 2", "E")}))
    assert seen.mapping_holds
    assert seen.recognised.columns == ALL
    assert seen.reading.columns == ALL | {Column.PRICE: 4}

    seen = preview(path, ColumnMapping({Column.PRICE: Place("Цена 3", "E")}))
    assert not seen.mapping_holds
    assert seen.reading.columns == ALL


def test_rows_of_which_nothing_is_recognised(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", "Foo;Bar\n1;2\n")
    seen = preview(path)
    assert (seen.rows, seen.reading.columns) == ([["Foo", "Bar"], ["1", "2"]], {})
    assert seen.mapping_holds, "nothing was chosen"
    assert seen.header_row is None

    seen = preview(write(path, "Прайс\nЧей;Номер;Цена\nTRW;1;2\n"))
    assert (seen.header_row, seen.reading.columns) == (2, {})
    assert place(seen, 0, 2) == Place("Чей", "A")


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
            write(tmp_path / "list.csv", "a;b\n"), needed=NEEDED, mapping=NO_MAPPING, seconds=0.001
        )


def test_few_files_are_looked_at_at_once(tmp_path: Path) -> None:
    """And no thread waits for another's."""
    path = write(tmp_path / "list.csv", "Brand;Article;Price;Quantity\nSKF;1;2;3\n")
    both = (reader_process.PREVIEWS_AT_ONCE, reader_process.PREVIEWS_AT_ONCE)
    with both[0], both[1], pytest.raises(UserError, match="just now"):
        read_preview(path, needed=NEEDED, mapping=NO_MAPPING)
    assert read_preview(path, needed=NEEDED, mapping=NO_MAPPING).rows


def test_a_span_of_time_in_a_cell_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Бренд", "Артикул", "Цена", "Остаток", "Срок"])
    sheet.append(["TRW", "GDB1", 1, 2, timedelta(hours=36)])
    workbook.save(path)
    assert preview(path).rows[1] == ["TRW", "GDB1", "1", "2", "36:00"]


def test_prices_name_the_currency_that_their_format_shows(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append([])
    sheet.append([None, "Бренд", "Артикул", "Цена", "Остаток"])
    for row, number_format in enumerate(("[$$-409]#,##0.00", "0.00", '#,##0.00"р."'), start=3):
        sheet.append([None, "TRW", f"GDB{row}", 12.5, 1])
        sheet.cell(row, 4).number_format = number_format
        sheet.cell(row, 5).number_format = "[$$-409]#,##0.00"
    workbook.save(path)
    assert [row[-2:] for row in preview(path).rows[-3:]] == [
        ["12.50 USD", "1"],
        ["12.5", "1"],
        ["12.50 RUB", "1"],
    ]


@pytest.mark.parametrize("heading", ["Бренд", "Кто"])
def test_a_file_is_opened_once(
    heading: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    open_sheets = reading.open_sheets

    def counted(path: Path) -> Iterator[Sheet]:
        opened.append(path)
        return open_sheets(path)

    monkeypatch.setattr(reading, "open_sheets", counted)
    path = write(tmp_path / "list.csv", f"{heading};Артикул;Цена;Остаток\nTRW;GDB1;1;2\n")
    mapping = ColumnMapping({Column.PRICE: Place("Цена 3", "E")})
    preview_message(path, NEEDED, mapping, None)
    assert opened == [path]
