"""What number formats and merged cells say, whatever the kind of workbook."""

from pathlib import Path

import pytest

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.reading import messages
from tests.spreadsheets.format_files import WRITERS, Write

PART = frozenset((Column.BRAND, Column.ARTICLE))
PRICES = PART | {Column.PRICE, Column.QUANTITY}
HEADER = ["Бренд", "Артикул", "Цена", "Остаток"]

pytestmark = pytest.mark.parametrize("write", WRITERS)


def read(path: Path, needed: frozenset[Column] = PRICES) -> list[Row]:
    [_head, *batches, _end] = messages(path, needed)
    return [row for batch in batches for row in batch["rows"]]


def test_zeros_of_articles(tmp_path: Path, write: Write) -> None:
    rows = [
        HEADER,
        ["FEBI", 1089, 1, 1],
        ["УАЗ", 406.1, 1, 1],
        ["УАЗ", 407, 1, 1],
        ["TRW", "7", 1, 1],
    ]
    path = write(tmp_path / "f", rows, {(1, 1): "00000", (2, 1): "0.00", (3, 1): "0.00"}, None)
    assert [row[1] for row in read(path)] == ["01089", "406.10", 407, "7"]


def test_articles_away_from_the_corner(tmp_path: Path, write: Write) -> None:
    rows = [[], [], [None, *HEADER], [None, "FEBI", 1089, 1, 1], [None, "УАЗ", 406.1, 1, 1]]
    path = write(tmp_path / "f", rows, {(3, 2): "00000", (4, 2): "0.00"}, None)
    assert [row[-3] for row in read(path)] == ["01089", "406.10"]


def test_currencies_of_prices(tmp_path: Path, write: Write) -> None:
    rows = [HEADER, ["FEBI", "1", 12.5, 1], ["УАЗ", "2", 100.125, 1], ["TRW", "3", 7, 1]]
    formats = {(1, 2): '"$"0.00', (2, 2): "[$₽-419]0.00", (3, 2): "0.00", (1, 3): "0.00"}
    path = write(tmp_path / "f", rows, formats, None)
    assert [row[2] for row in read(path)] == ["12.50 USD", "100.1250 RUB", 7]
    assert [row[2][0] for row in read(path, PART)] == [12.5, 100.125, 7]  # with their formats


def test_a_merged_brand_holds_for_its_rows(tmp_path: Path, write: Write) -> None:
    rows = [HEADER, *([brand, str(n), 1, 1] for n, brand in enumerate(["A", "B", None, None, "C"]))]
    path = write(tmp_path / "f", rows, {}, (2, 4, 0, 0))
    assert [row[0] for row in read(path)] == ["A", "B", "B", "B", "C"]
    path = write(tmp_path / "f", rows, {}, None)
    assert [row[0] for row in read(path)] == ["A", "B", None, None, "C"]


def test_a_merged_quantity_counts_once(tmp_path: Path, write: Write) -> None:
    rows = [HEADER, ["A", "1", 7, 5], ["B", "2", 8, None]]
    assert read(write(tmp_path / "f", rows, {}, (1, 2, 3, 3)))[1] == ["B", "2", 8, None]
    rows = [HEADER, ["A", "1", 7, 5], ["B", "2", None, 8]]
    assert read(write(tmp_path / "f", rows, {}, (1, 2, 2, 2)))[1] == ["B", "2", 7, 8]


def test_a_heading_does_not_hold_for_the_rows_below(tmp_path: Path, write: Write) -> None:
    rows = [HEADER, [None, "1", 7, 5], ["B", "2", 8, 1]]
    assert read(write(tmp_path / "f", rows, {}, (0, 1, 0, 0)), PART)[0][0] is None


def test_wrapped_cells(tmp_path: Path, write: Write) -> None:
    rows = [HEADER, ['="BOSCH"', "'0986452041", "'100,00", 1]]
    assert read(write(tmp_path / "f", rows, {}, None)) == [["BOSCH", "0986452041", "100,00", 1]]


def test_a_share_is_no_price(tmp_path: Path, write: Write) -> None:
    path = write(tmp_path / "f", [HEADER, ["FEBI", "1", 0.15, 1]], {(1, 2): "0%"}, None)
    assert read(path)[0][2] == "0.15 %"
