import errno
import re
import resource
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from crossdock.errors import UserError
from crossdock.results import workbook as workbook_module
from crossdock.results.sheet_cells import cell_xml
from crossdock.results.workbook import CONTENT_TYPES, Workbook, style

SHEETS = {"Lines": ["Article", "Price"], "Summary": ["Name"]}
OPTIONS = {
    "column_formats": {"Lines": {"Price": style(num_format="0.00")}, "Summary": {}},
    "autofilter": {"Lines": True},
}
STYLES = [style(num_format="0.00"), style(bold=True)]


def row(number: int, article: str, price: float, price_style: str = "") -> str:
    cells = cell_xml(f"A{number}", "", article) + cell_xml(f"B{number}", price_style, price)
    return f'<row r="{number}">{cells}</row>'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


def test_rows_arrive_in_order_in_both_sheets(path: Path):
    with Workbook(path, SHEETS, OPTIONS, STYLES) as workbook:
        workbook.write(row(2, "a", 1.5) + row(3, "b", 2))
        workbook.write(row(4, "c", 3))
        workbook.finish(3, [["total"]])
    book = openpyxl.load_workbook(path)
    assert list(book["Lines"].values) == [("Article", "Price"), ("a", 1.5), ("b", 2), ("c", 3)]
    assert list(book["Summary"].values) == [("Name",), ("total",)]
    assert book["Lines"].auto_filter.ref == "A1:B4"


def test_cells_have_the_styles_they_name(path: Path):
    with Workbook(path, SHEETS, OPTIONS, STYLES) as workbook:
        decimals, bold = (f' s="{number}"' for number in workbook.styles)
        workbook.write(row(2, "a", 1.5, decimals) + row(3, "b", 2.5, bold))
        workbook.finish(2, [["total"]])
    sheet = openpyxl.load_workbook(path)["Lines"]
    assert [sheet["B2"].number_format, sheet["B2"].font.bold] == ["0.00", False]
    assert [sheet["B3"].number_format, sheet["B3"].font.bold] == ["General", True]


def test_programs_that_tell_archives_by_their_first_entry_take_it_for_a_workbook(path: Path):
    with Workbook(path, SHEETS, OPTIONS, STYLES) as workbook:
        workbook.finish(0, [["total"]])
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == CONTENT_TYPES
        assert len(set(archive.namelist())) == len(archive.namelist())
        assert {each.compress_type for each in archive.infolist()} == {ZIP_DEFLATED}
        listed = re.findall(r'PartName="/([^"]+)"', archive.read(CONTENT_TYPES).decode())
        assert set(listed) <= set(archive.namelist())


def test_a_disk_that_takes_no_more_is_told_with_its_number(path: Path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    chance = Random(1)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with (
            pytest.raises(OSError) as error,
            Workbook(path, SHEETS, OPTIONS, STYLES) as workbook,
        ):
            for number in range(2, 1000):
                workbook.write(row(number, chance.randbytes(500).hex(), 1))
            workbook.finish(998, [["total"]])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert error.value.errno == errno.EFBIG


def test_a_folder_that_is_not_there(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        Workbook(tmp_path / "no" / "book.xlsx", SHEETS, OPTIONS, STYLES)


def test_what_is_not_finished_is_no_workbook(path: Path):
    with (
        pytest.raises(RuntimeError, match="stopped"),
        Workbook(path, SHEETS, OPTIONS, STYLES) as workbook,
    ):
        workbook.write(row(2, "a", 1.5))
        raise RuntimeError("stopped")
    with pytest.raises(KeyError):
        openpyxl.load_workbook(path)


def test_more_than_an_archive_holds_says_what_to_do(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook_module, "MOST_BYTES", 10_000)
    with (
        pytest.raises(UserError, match="Split the file"),
        Workbook(path, SHEETS, OPTIONS, STYLES) as workbook,
    ):
        for number in range(2, 1000):
            workbook.write(row(number, "a", 1))
