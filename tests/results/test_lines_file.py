import errno
import resource
from pathlib import Path

import pytest

from crossdock.offers.outcomes import Outcome
from crossdock.results import lines_file
from crossdock.results.lines import ResultLine
from crossdock.results.lines_file import keep_lines, search_key
from tests.lines import columns


def line(article: str = "1") -> ResultLine:
    return ResultLine("B", article, (), Outcome.NOT_FOUND, ())


def test_parts_are_searched_by_their_letters_and_digits() -> None:
    assert search_key("Mann-Filter", "W 712/75") == "mannfilterw71275"
    assert search_key("%") == ""


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "lines.sqlite3"
    with pytest.raises(ZeroDivisionError), keep_lines(path) as keep:
        keep(columns([line()] * 5000))
        assert not path.exists()
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_kept_without_a_path(tmp_path):
    with keep_lines(None) as keep:
        keep(columns([line()]))


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    try:
        with pytest.raises(OSError, match="disk"), keep_lines(tmp_path / "lines.sqlite3") as keep:
            for number in range(10):
                keep(columns(line(f"{number}{each * 7919}") for each in range(2000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = lines_file._SCHEMA + "PRAGMA max_page_count = 20;"
    monkeypatch.setattr(lines_file, "_SCHEMA", schema)
    with pytest.raises(OSError) as error, keep_lines(tmp_path / "lines.sqlite3") as keep:
        for number in range(10):
            keep(columns(line(f"{number}{each * 7919}") for each in range(2000)))
    assert error.value.errno == errno.ENOSPC
    assert list(tmp_path.iterdir()) == []
