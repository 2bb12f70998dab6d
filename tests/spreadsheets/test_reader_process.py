import threading
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import psutil
import pytest

from crossdock.errors import UserError
from crossdock.spreadsheets import reader_process
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.kinds import OLE2
from crossdock.spreadsheets.reader_process import ReadingStoppedError, open_table

PART = {Column.BRAND, Column.ARTICLE}
READER = "crossdock.spreadsheets.child"
LONG = 200_000  # rows, far more than the pipe holds


def readers() -> list[psutil.Process]:
    """The child processes that read a file now, zombies included."""
    found = []
    for child in psutil.Process().children():
        if child.status() == psutil.STATUS_ZOMBIE or READER in child.cmdline():
            found.append(child)
    return found


@pytest.fixture(autouse=True)
def _no_reader_is_left() -> Iterator[None]:
    before = psutil.Process().num_fds()
    yield
    assert readers() == []
    assert psutil.Process().num_fds() == before


@pytest.fixture
def long_file(tmp_path: Path) -> Path:
    path = tmp_path / "request.csv"
    path.write_text("Brand;Article\n" + "BOSCH;0986452041\n" * LONG)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught, open_table(path, needed=PART) as table:
        list(table.rows())
    return str(caught.value)


def test_a_table_arrives_whole(tmp_path: Path) -> None:
    path = tmp_path / "request.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Заказ"])
    sheet.append(["Бренд", "Артикул", "Дата"])
    lines = [["BOSCH", f"{number:010d}", None] for number in range(2_500)]
    for line in lines:
        sheet.append(line)
    workbook.save(path)
    with open_table(path, needed=PART) as table:
        assert (table.sheet, table.headings) == ("Sheet", ["Бренд", "Артикул", "Дата"])
        assert (table.header_row, table.first_row, table.height) == (2, 3, 2_500)
        assert table.columns == {Column.BRAND: 0, Column.ARTICLE: 1}
        assert list(table.rows()) == lines


def test_many_short_waits_add_up(long_file: Path) -> None:
    with open_table(long_file, needed=PART) as table:
        before = table._seconds_left
        assert sum(1 for _ in table.rows()) == LONG
        assert table._seconds_left < before


def test_leaving_early_ends_the_child(long_file: Path) -> None:
    with open_table(long_file, needed=PART) as table:
        next(table.rows())
        [reader] = readers()
    assert not psutil.pid_exists(reader.pid)


def test_an_error_of_the_caller_ends_the_child(long_file: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_table(long_file, needed=PART) as table:
        sum(1 / 0 for _ in table.rows())
    assert readers() == []


def test_a_child_that_is_killed_is_no_short_table(long_file: Path) -> None:
    with open_table(long_file, needed=PART) as table:
        rows = table.rows()
        next(rows)
        [reader] = readers()
        reader.kill()
        with pytest.raises(UserError, match="too large or damaged"):
            list(rows)


def test_a_child_that_is_told_to_end_reads_on(long_file: Path) -> None:
    """Where all processes are told at once, its parent says when: here from its first moment on."""

    def tell() -> None:
        while not (found := readers()):
            time.sleep(0.001)
        found[0].terminate()

    teller = threading.Thread(target=tell)
    teller.start()
    with open_table(long_file, needed=PART) as table:
        teller.join()
        rows = table.rows()
        next(rows)
        readers()[0].terminate()
        assert sum(1 for _row in rows) == LONG - 1


def test_another_thread_can_stop_the_reading(long_file: Path) -> None:
    with open_table(long_file, needed=PART) as table:
        rows = table.rows()
        next(rows)
        thread = threading.Thread(target=table.kill)
        thread.start()
        thread.join()
        with pytest.raises(ReadingStoppedError):
            list(rows)


def test_a_reading_that_was_stopped_before_it_began(long_file: Path) -> None:
    table = open_table(long_file, needed=PART)
    table.kill()
    with pytest.raises(ReadingStoppedError), table:
        pass


def test_a_child_that_takes_too_long(long_file: Path) -> None:
    with (
        pytest.raises(UserError, match="takes too long"),
        open_table(long_file, needed=PART, seconds=0.001),
    ):
        pass


def test_the_time_that_the_caller_takes_does_not_count(long_file: Path) -> None:
    with open_table(long_file, needed=PART, seconds=3) as table:
        rows = table.rows()
        next(rows)
        time.sleep(3.2)
        assert sum(1 for _ in rows) == LONG - 1


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "table"])
def test_a_message_that_is_too_long_is_not_taken_in(
    long_file: Path, preview: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child waits with the rest of it, and is not waited for."""
    limit = "MAX_PREVIEW_BYTES" if preview else "MAX_MESSAGE_BYTES"
    monkeypatch.setattr(reader_process, limit, 600)
    long_file.write_text(f"Brand;Article;{'x' * 100_000}\nBOSCH;1\n")
    with pytest.raises(UserError, match="too large or damaged"):
        if preview:
            reader_process.read_preview(long_file, needed=PART)
        with open_table(long_file, needed=PART) as table:
            list(table.rows())


def test_a_file_that_is_not_there_is_not_the_users_fault(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), open_table(tmp_path / "gone.xlsx", needed=PART):
        pass


def test_a_name_that_looks_like_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("-c import this")
    path.write_text("Brand;Article\nSKF;1\n")
    with open_table(path, needed=PART) as table:
        assert list(table.rows()) == [["SKF", "1"]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a spreadsheet"),
        (OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"<html><p>Brand", "web page"),
        (b"Foo;Bar\nx;y\n", "Found (row 1): Foo, Bar."),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "request.xls"
    path.write_bytes(content)
    assert words in refusal(path)
