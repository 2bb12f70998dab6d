from pathlib import Path

import pytest

from crossdock.spreadsheets.number_formats import NumberFormat
from crossdock.spreadsheets.ods_parts import formats, merged
from tests.spreadsheets.format_files import write_ods

ROWS = [["Code", "Price"], [1089, 12.5], [1090, 7], [1091, "7"]]
FORMATS = {(1, 0): "00000", (1, 1): '"$"0.00', (3, 0): "00000"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_ods(tmp_path / "f", ROWS, FORMATS, (1, 2, 0, 0))


def test_the_formats_that_matter_row_by_row(path: Path) -> None:
    def is_padded(form: NumberFormat) -> bool:
        return form.digits > 1

    digits = [form.digits for form in formats(path, "S", is_padded)[0]]
    assert [number > 1 for number in digits] == [False, True, False, True]
    currencies = formats(path, "S", lambda form: bool(form.currency))
    assert [form.currency for form in currencies[1]] == ["", "USD"]
    assert formats(path, "S", lambda form: form.decimals > 7) == {}


def test_merged_areas(path: Path) -> None:
    assert list(merged(path, "S")) == [((1, 0), (2, 0))]
    assert list(merged(write_ods(path, ROWS, {}, None), "S")) == []


def test_what_cannot_be_read_has_no_formats(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"PK")
    assert formats(path, "S", lambda _form: True) == {}
    assert list(merged(path, "S")) == []
