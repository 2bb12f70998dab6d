"""Number formats of a request's own columns, whatever the kind of workbook."""

from pathlib import Path
from typing import Any

import pytest

from crossdock.spreadsheets.cells import FormattedNumber, Row
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.own_formats import with_formats
from crossdock.spreadsheets.reading import messages
from tests.spreadsheets.format_files import WRITERS, Write, write_xlsx

PART = frozenset((Column.BRAND, Column.ARTICLE))
PRICES = PART | {Column.PRICE, Column.QUANTITY}
HEADER = ["Бренд", "Артикул", "Код", "Скидка", "Цена", "Остаток"]
FORMATS = {(1, 1): "00000", (1, 2): "00000", (1, 3): "0%", (1, 4): '"$"0.00', (2, 4): "0.00;-0.00"}
ROWS = [HEADER, ["FEBI", 1089, 123, 0.15, 12.5, 3], ["TRW", "7", "x", 0.2, 12, 4]]


def read(path: Path, needed: frozenset[Column] = PART) -> tuple[list[Row], list[str]]:
    head, *batches, _end = messages(path, needed)
    cells: list[Any] = [row for batch in batches for row in batch["rows"]]
    return [list(with_formats(row, head["formats"])) for row in cells], head["formats"]


def codes(rows: list[Row]) -> list[list[str]]:
    return [[cell.code if isinstance(cell, FormattedNumber) else "" for cell in r] for r in rows]


@pytest.mark.parametrize("write", WRITERS)
def test_numbers_bring_their_formats(tmp_path: Path, write: Write) -> None:
    rows, _formats = read(write(tmp_path / "f", ROWS, FORMATS, None))
    assert rows == [["FEBI", "01089", *ROWS[1][2:]], ROWS[2]]
    negative = "0.00" if write.__name__ == "write_ods" else "0.00;-0.00"
    assert codes(rows) == [["", "", "00000", "0%", '"$"0.00', ""], [""] * 4 + [negative, ""]]


@pytest.mark.parametrize("write", WRITERS)
def test_of_a_price_list_nobody_asks(tmp_path: Path, write: Write) -> None:
    _rows, formats = read(write(tmp_path / "f", ROWS, FORMATS, None), PRICES)
    assert formats == []


@pytest.mark.parametrize(
    "code", ["dd.mm.yyyy", "@", "General", "0.00р.", "[foo]0", '"0', "0;0;0;0;0"]
)
def test_what_is_no_format_of_numbers(tmp_path: Path, code: str) -> None:
    assert read(write_xlsx(tmp_path / "f", ROWS, {(1, 5): code}))[1] == []


def test_rows_in_another_order_keep_theirs(tmp_path: Path) -> None:
    rows = [*ROWS, ["Бренд", "Артикул", "Остаток", "Скидка", "Код"], ["KYB", "1", 5, 0.3, 9]]
    path = write_xlsx(tmp_path / "f", rows, FORMATS | {(4, 4): "000", (4, 2): "0.0"})
    assert codes(read(path)[0])[-1] == ["", "", "000", "", "", "0.0"]
