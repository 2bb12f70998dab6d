from pathlib import Path

import pytest

from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping, Place
from crossdock.spreadsheets.reading import messages
from tests.spreadsheets.format_files import WRITERS, Write

PRICES = frozenset((Column.BRAND, Column.ARTICLE, Column.PRICE, Column.QUANTITY))
HEADER = ["Бренд", "Артикул", "Цена", "Остаток"]
FIRST = ["BOSCH", "098", 100, 5]


def read(path: Path, needed: frozenset[Column] = PRICES) -> list[Row]:
    [_head, *batches, _end] = messages(path, needed)
    return [row for batch in batches for row in batch["rows"]]


def write_csv(path: Path, rows: list[list[object]], *_: object) -> Path:
    path.write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("write", [*WRITERS, write_csv])
@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (["Бренд", "Артикул", "Остаток", "Цена"], ["TRW", "GDB", 7, 400]),
        (["Артикул", "Бренд", "Цена", "Остаток"], ["GDB", "TRW", 400, 7]),
        (["Остаток", "Цена", "Артикул", "Бренд"], [7, 400, "GDB", "TRW"]),
        (["Производитель", "Каталожный номер", "Кол-во", "Цена опт"], ["TRW", "GDB", 7, 400]),
        (HEADER, ["TRW", "GDB", 400, 7]),
    ],
)
def test_headings_that_come_again_hold_for_what_is_below(
    tmp_path: Path, write: Write, headings: list[str], row: list[object]
) -> None:
    rows = read(write(tmp_path / "f", [HEADER, FIRST, headings, row, row], {}, None))
    expected = ["TRW", "GDB", "400", "7"]
    assert [[str(cell).removesuffix(".0") for cell in row] for row in rows[2:]] == [expected] * 2
    assert len(rows) == 4


def test_a_price_that_is_missing_below_is_none(tmp_path: Path) -> None:
    lines = [HEADER, FIRST, ["Бренд", "Артикул", "Остаток", "Примечание"], ["TRW", "GDB", 7, "x"]]
    assert read(write_csv(tmp_path / "f", lines))[-1][:4] == ["TRW", "GDB", None, "7"]


def test_formats_are_those_of_the_column_below(tmp_path: Path) -> None:
    headings = ["Остаток", "Цена", "Артикул", "Бренд"]
    rows = [HEADER, FIRST, headings, [7, 400, 1089, "FEBI"]]
    for write in WRITERS:
        path = write(tmp_path / "f", rows, {(3, 2): "00000", (3, 1): '"$"0.00'}, None)
        assert read(path)[-1] == ["FEBI", "01089", "400.00 USD", 7]


@pytest.mark.parametrize("article", ["ABC-DEF", "Код", "Номер по каталогу"])
def test_one_word_alone_is_no_header(tmp_path: Path, article: str) -> None:
    lines = [HEADER, FIRST, ["Бренды", article, 1, 1], ["TRW", "GDB", 400, 7]]
    assert read(write_csv(tmp_path / "f", lines))[-1] == ["TRW", "GDB", "400", "7"]


def test_headings_that_nobody_else_knows_may_come_again_too(tmp_path: Path) -> None:
    first, again = ["Чей", "Что", "Почём", "Сколько"], ["Сколько", "Чей", "Почём", "Что"]
    path = write_csv(tmp_path / "f", [first, FIRST, again, [7, "TRW", 400, "GDB"]])
    places = dict(zip(Column, map(Place, first, "ABCD"), strict=False))
    mapping = ColumnMapping({column: places[column] for column in PRICES})
    [_head, batch, _end] = messages(path, PRICES, mapping)
    assert batch["rows"][-1] == ["TRW", "GDB", "400", "7"]


def test_the_columns_of_stores_move_with_their_headings(tmp_path: Path) -> None:
    first = ["Бренд", "Артикул", "Цена", "Склад Москва", "Склад Тула", "Валюта"]
    again = ["Бренд", "Артикул", "Валюта", "Цена", "Склад Тула", "Склад Москва"]
    row = ["BOSCH", "098", 100, 5, 6, "RUB"]
    lines = [first, *[row] * 9, again, ["TRW", "GDB", "USD", 400, 7, 8]]
    assert read(write_csv(tmp_path / "f", lines))[-1] == ["TRW", "GDB", "400", "8", "7", "USD"]


@pytest.mark.parametrize("write", [*WRITERS, write_csv])
def test_headings_that_come_again_may_name_another_currency(tmp_path: Path, write: Write) -> None:
    again = ["Бренд", "Артикул", "Цена, USD", "Остаток"]
    other = ["TRW", "GDB", 40, 7]
    rows = read(write(tmp_path / "f", [HEADER, FIRST, again, other, HEADER, FIRST], {}, None))
    assert [as_text(row[2]) for row in rows] == ["100", again[2], "40 USD", HEADER[2], "100"]


def test_a_number_that_a_program_wrote_as_a_fraction_is_whole(tmp_path: Path) -> None:
    lines = [["BOSCH", "986452041.0", 100, 5], ["УАЗ", "406.0", 100, 5], ["A", "098645.0", 1, 1]]
    rows = read(write_csv(tmp_path / "f.csv", [HEADER, *lines]))
    assert [row[1] for row in rows] == [986452041, "406.0", "098645.0"]


@pytest.mark.parametrize("price", ["Цена за упаковку", "Сумма цен", "Цена от 10 шт"])
def test_a_price_that_is_none_of_one_is_not_read_below(tmp_path: Path, price: str) -> None:
    again = ["Бренд", "Артикул", price, "Остаток"]
    rows = read(write_csv(tmp_path / "f.csv", [HEADER, FIRST, again, ["TRW", "GDB", 4000, 7]]))
    assert [rows[-1][2], rows[-1][3]] == [None, "7"]


def test_a_stock_that_headings_once_more_do_not_name_is_not_told(tmp_path: Path) -> None:
    again, row = ["Бренд", "Артикул", "Цена", "Кол-во в уп."], ["TRW", "GDB", 400, 12]
    rows = read(write_csv(tmp_path / "f", [HEADER, FIRST, again, row, HEADER, FIRST]))
    assert [row[3] for row in rows][2:] == ["?", "Остаток", "5"]
