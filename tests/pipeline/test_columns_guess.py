from pathlib import Path

import pytest

from crossdock.pipeline.columns_guess import likely_columns
from crossdock.pipeline.request_parts import PART_COLUMNS
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.reader_process import read_preview

BRANDS = {"bosch", "trw"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("К;Кто;Что;Заказ\n07;BOSCH;0986452041;4\n", {"brand": 1, "article": 2, "quantity": 3}),
        ("Артикул;Шт\nBOSCH 0986452041;4\nTRW GDB1550;2\n", {"part": 0, "quantity": 1}),
        ("Позиция;Бренд\nGDB1550;TRW\n0986452041;BOSCH\n", {"article": 0, "brand": 1}),
        ("BOSCH 0986452041;4\nTRW GDB1550;2\n", {"part": 0, "quantity": 1}),
        ("Имя;Артикул\nколодки;1\n", {"article": 1}),
    ],
)
def test_headings_and_known_brands_tell_what_is_likely(
    tmp_path: Path, text: str, expected: dict[str, int]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    preview = read_preview(path, needed=PART_COLUMNS)
    likely = likely_columns(preview, lambda key: key if key in BRANDS else "")
    assert likely == {Column(name): index for name, index in expected.items()}
