import zipfile
from pathlib import Path

import pytest

from crossdock.results.archive import write_archive


def test_an_archive_has_its_parts_with_their_times(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    times = [(2026, 11, 28, 9, 30, 2), (1980, 0, 0, 0, 0, 0)]
    entries = [zipfile.ZipInfo(f"{number}.xml", time) for number, time in enumerate(times)]
    write_archive(path, ((entry, iter([b"a" * 10_000, b"b"])) for entry in entries))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert [info.date_time for info in archive.infolist()] == [times[0], (1980, 1, 1, 0, 0, 0)]
        assert archive.read("0.xml") == b"a" * 10_000 + b"b"
    assert path.stat().st_size < 1000


def test_what_a_part_raises_is_raised(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        write_archive(tmp_path / "a.zip", ((zipfile.ZipInfo(str(1 // n)), [b""]) for n in (1, 0)))
