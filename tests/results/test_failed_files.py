import resource
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from crossdock.errors import UserError
from crossdock.results.file import write_result
from crossdock.results.lines import ResultLine
from tests.results.written import FACTS, batches, line, written


class Cancelled(BaseException):
    """What a cancelled worker raises: no `Exception`, so that nothing swallows it."""


@pytest.mark.parametrize("error", [Cancelled("stop"), UserError("row 7"), RuntimeError("x")])
@pytest.mark.parametrize("after", [0, 5, 3000])
def test_what_the_lines_raise_comes_out_unchanged_and_leaves_nothing(
    path: Path, error: BaseException, after: int
) -> None:
    def lines() -> Iterator[ResultLine]:
        yield from [line()] * after
        raise error

    with pytest.raises(type(error)) as caught:
        write_result(path, batches(lines()), other_headings=[], russian=False, facts=FACTS)
    assert caught.value is error
    assert list(path.parent.iterdir()) == []


def test_a_failure_leaves_the_earlier_file_as_it_was(path: Path) -> None:
    path.write_bytes(b"earlier")

    def lines() -> Iterator[ResultLine]:
        yield line()
        raise Cancelled

    with pytest.raises(Cancelled):
        write_result(path, batches(lines()), other_headings=[], russian=False, facts=FACTS)
    assert path.read_bytes() == b"earlier"
    assert list(path.parent.iterdir()) == [path]


def test_a_success_replaces_the_earlier_file_and_leaves_nothing_else(path: Path) -> None:
    path.write_bytes(b"earlier")
    assert written(path, [line("1")]).worksheets[0]["C2"].value == "1"
    assert list(path.parent.iterdir()) == [path]


def test_a_disk_that_takes_no_more_is_an_error_of_the_system(path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    chance = Random(1)
    lines = [line(chance.randbytes(50).hex()) for _ in range(5000)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_result(path, batches(lines), other_headings=[], russian=False, facts=FACTS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(path.parent.iterdir()) == []
