import errno
import resource
import threading
import time
from pathlib import Path

import openpyxl
import psutil
import pytest

from crossdock.pipeline.workbook import Workbook, style

SHEETS = {"Lines": ["Article", "Price"], "Summary": ["Name"]}
OPTIONS = {"column_formats": {"Lines": {"Price": style(num_format="0.00")}, "Summary": {}}}
PATIENCE = 20


def children() -> list[psutil.Process]:
    return [
        process
        for process in psutil.Process().children(recursive=True)
        if "crossdock.pipeline.workbook_child" in process.cmdline()
    ]


@pytest.fixture
def workbook():
    workbook = Workbook()
    yield workbook
    workbook.close()
    assert children() == []


def test_rows_arrive_in_order_in_both_sheets(workbook: Workbook, tmp_path: Path):
    path = tmp_path / "book.xlsx"
    workbook.begin(path, SHEETS, OPTIONS)
    workbook.write([["a", 1.5], ["b", None]])
    workbook.write([["c", 3]])
    workbook.finish([["total"]])
    book = openpyxl.load_workbook(path)
    assert list(book["Lines"].values) == [("Article", "Price"), ("a", 1.5), ("b", None), ("c", 3)]
    assert list(book["Summary"].values) == [("Name",), ("total",)]
    assert book["Lines"]["B2"].number_format == "0.00"


def test_killed_while_rows_stream(workbook: Workbook, tmp_path: Path):
    workbook.begin(tmp_path / "book.xlsx", SHEETS, OPTIONS)
    workbook.kill()

    def write_on() -> None:
        while True:
            workbook.write([["a", 1]] * 1000)

    with pytest.raises(OSError, match="killed"):
        write_on()


def test_killed_during_the_final_save(workbook: Workbook, tmp_path: Path):
    path = tmp_path / "book.xlsx"
    workbook.begin(path, SHEETS, OPTIONS)
    for _ in range(100):
        workbook.write([[f"article {number}", number] for number in range(3000)])
    stopper = threading.Timer(0.2, workbook.kill)
    stopper.start()
    began = time.monotonic()
    with pytest.raises(OSError, match="killed"):
        workbook.finish([["total"]])
    assert time.monotonic() - began < PATIENCE
    stopper.join()


def test_killed_before_it_begins(workbook: Workbook, tmp_path: Path):
    workbook.kill()
    with pytest.raises(OSError, match="killed"):
        workbook.begin(tmp_path / "book.xlsx", SHEETS, OPTIONS)
        workbook.finish([])


def test_a_disk_that_takes_no_more_is_told_with_its_number(workbook: Workbook, tmp_path: Path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))  # the child inherits it
    try:
        workbook.begin(tmp_path / "book.xlsx", SHEETS, OPTIONS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    with pytest.raises(OSError) as error:
        for _ in range(100):
            workbook.write([["a" * 50, 1]] * 1000)
        workbook.finish([])
    assert error.value.errno == errno.EFBIG


def test_a_folder_that_is_not_there(workbook: Workbook, tmp_path: Path):
    with pytest.raises(OSError) as error:
        workbook.begin(tmp_path / "no" / "book.xlsx", SHEETS, OPTIONS)
        workbook.finish([])
    assert "killed" not in str(error.value)


def test_a_parent_that_goes_away_leaves_no_workbook(tmp_path: Path):
    workbook = Workbook()
    workbook.begin(tmp_path / "book.xlsx", SHEETS, OPTIONS)
    workbook.write([["a", 1]])
    child = workbook._process
    assert child is not None
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(PATIENCE) != 0
    assert not (tmp_path / "book.xlsx").exists()
