import errno
import re
import resource
from collections.abc import Iterator
from pathlib import Path
from random import Random
from struct import unpack_from
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

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


def write(path: Path, *rows: str, lines: int = 0) -> None:
    Workbook(SHEETS, OPTIONS, STYLES).write(path, rows, lambda: (lines, [["total"]]))


def test_rows_arrive_in_order_in_both_sheets(path: Path):
    write(path, row(2, "a", 1.5) + row(3, "b", 2), row(4, "c", 3), lines=3)
    book = openpyxl.load_workbook(path)
    assert list(book["Lines"].values) == [("Article", "Price"), ("a", 1.5), ("b", 2), ("c", 3)]
    assert list(book["Summary"].values) == [("Name",), ("total",)]
    assert book["Lines"].auto_filter.ref == "A1:B4"


def test_calamine_reads_it(path: Path):
    write(path, row(2, "a", 1.5), lines=1)
    book = CalamineWorkbook.from_path(str(path))
    assert book.get_sheet_by_name("Lines").to_python() == [["Article", "Price"], ["a", 1.5]]
    assert book.get_sheet_by_name("Summary").to_python() == [["Name"], ["total"]]


def test_cells_have_the_styles_they_name(path: Path):
    workbook = Workbook(SHEETS, OPTIONS, STYLES)
    decimals, bold = (f' s="{number}"' for number in workbook.styles)
    rows = [row(2, "a", 1.5, decimals), row(3, "b", 2.5, bold)]
    workbook.write(path, rows, lambda: (2, [["total"]]))
    sheet = openpyxl.load_workbook(path)["Lines"]
    assert [sheet["B2"].number_format, sheet["B2"].font.bold] == ["0.00", False]
    assert [sheet["B3"].number_format, sheet["B3"].font.bold] == ["General", True]


def test_programs_that_tell_archives_by_their_first_entry_take_it_for_a_workbook(path: Path):
    write(path)
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == CONTENT_TYPES
        assert len(set(archive.namelist())) == len(archive.namelist())
        assert {each.compress_type for each in archive.infolist()} == {ZIP_DEFLATED}
        listed = re.findall(r'PartName="/([^"]+)"', archive.read(CONTENT_TYPES).decode())
        assert set(listed) <= set(archive.namelist())


def test_the_archive_has_nothing_that_excel_calls_damaged(path: Path):
    """Excel refuses ZIP64 fields in small archives, and does not know extra fields."""
    write(path, row(2, "a", 1.5), lines=1)
    content = path.read_bytes()
    assert b"PK\x06\x06" not in content  # the end of a ZIP64 directory
    with ZipFile(path) as archive:
        for member in archive.infolist():
            name_length, extra_length = unpack_from("<HH", content, member.header_offset + 26)
            assert (name_length, extra_length) == (len(member.filename), 0)
            assert (member.extract_version, member.extra) == (20, b"")
            # The size comes after the content: signature, checksum, packed size, size.
            after = member.header_offset + 30 + name_length + member.compress_size
            descriptor = unpack_from("<4sIII", content, after)
            assert descriptor == (
                *(b"PK\x07\x08", member.CRC),
                *(member.compress_size, member.file_size),
            )


def test_rows_are_on_disk_before_the_last_ones_are_made(path: Path):
    chance = Random(1)

    def rows() -> Iterator[str]:
        for number in range(2, 1000):
            yield row(number, chance.randbytes(500).hex(), 1)
        assert path.stat().st_size > 300_000
        yield row(1000, "last", 1)

    Workbook(SHEETS, OPTIONS, STYLES).write(path, rows(), lambda: (999, [["total"]]))
    assert openpyxl.load_workbook(path)["Lines"]["A1000"].value == "last"


def test_a_disk_that_takes_no_more_is_told_with_its_number(path: Path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    chance = Random(1)
    rows = [row(number, chance.randbytes(500).hex(), 1) for number in range(2, 1000)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(OSError) as error:
            write(path, *rows, lines=998)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert error.value.errno == errno.EFBIG


def test_a_folder_that_is_not_there(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "no" / "book.xlsx")


def test_what_the_rows_raise_comes_out_and_leaves_no_workbook(path: Path):
    error = RuntimeError("stopped")

    def rows() -> Iterator[str]:
        yield row(2, "a", 1.5)
        raise error

    with pytest.raises(RuntimeError) as caught:
        Workbook(SHEETS, OPTIONS, STYLES).write(path, rows(), lambda: (1, []))
    assert caught.value is error
    with pytest.raises(BadZipFile):
        openpyxl.load_workbook(path)


def test_more_than_an_archive_holds_says_what_to_do(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook_module, "MAX_BYTES", 10_000)
    with pytest.raises(UserError, match="Split the file"):
        write(path, *(row(number, "a", 1) for number in range(2, 1000)), lines=998)
