"""What holds of a workbook's parts whatever the format, for the tests of each format."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from crossdock.spreadsheets.number_formats import NumberFormat

ROWS = [["Code", "Price"], [1089, 12.5], [1090, 7], [1091, "7"]]
FORMATS = {(1, 0): "00000", (1, 1): '"$"0.00', (3, 0): "00000"}


class FormatsAndAreas:
    """To be inherited: `parts` is the module, `write` makes a workbook of the format."""

    parts: ModuleType
    write: Callable[..., Path]

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return self.write(tmp_path / "f", ROWS, FORMATS, (1, 2, 0, 0))

    def test_the_formats_that_matter_row_by_row(self, path: Path) -> None:
        def is_padded(form: NumberFormat) -> bool:
            return form.digits > 1

        digits = [form.digits for form in self.parts.formats(path, "S", is_padded)[0]]
        assert [number > 1 for number in digits] == [False, True, False, True]
        currencies = self.parts.formats(path, "S", lambda form: bool(form.currency))
        assert [form.currency for form in currencies[1]] == ["", "USD"]
        assert self.parts.formats(path, "S", lambda form: form.decimals > 7) == {}

    def test_merged_areas(self, path: Path) -> None:
        assert list(self.parts.merged(path, "S")) == [((1, 0), (2, 0))]
        assert list(self.parts.merged(self.write(path, ROWS, {}, None), "S")) == []

    def test_what_cannot_be_read_has_no_formats(self, tmp_path: Path) -> None:
        path = tmp_path / "f"
        path.write_bytes(b"PK")
        assert self.parts.formats(path, "S", lambda _form: True) == {}
        assert list(self.parts.merged(path, "S")) == []
