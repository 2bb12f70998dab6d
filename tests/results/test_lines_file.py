import resource
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.results.lines import ResultLine
from crossdock.results.lines_file import BLOCK, KeptLine, Kind, LinesFile, keep_lines
from tests.lines import columns

PAGE = 25

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
amounts = st.floats(min_value=0, max_value=10**9)
offers = st.lists(st.builds(BestOffer, amounts, amounts, texts), min_size=1, max_size=3)
found = st.sampled_from([each for each in Outcome if each.is_found])
missing = st.sampled_from([each for each in Outcome if not each.is_found])
lines = st.one_of(
    st.builds(ResultLine, texts, texts, offers, found, st.just(())),
    st.builds(ResultLine, texts, texts, st.just([]), missing, st.just((1, "other"))),
)
stretches = st.lists(st.tuples(lines, st.integers(1, 3 * BLOCK)), max_size=8)
"""Lines that come again and again, so that some blocks have none of a kind."""


def line(article: str = "1", outcome: Outcome = Outcome.NOT_FOUND) -> ResultLine:
    return ResultLine("B", article, (), outcome, ())


def keep(path: Path, *batches: list[ResultLine]) -> LinesFile:
    with keep_lines(path) as keep:
        for batch in batches:
            keep(columns(batch))
    return LinesFile(path)


def everything(_kind: Kind) -> bool:
    return True


@settings(max_examples=60, deadline=None)
@given(st.data(), st.lists(stretches, max_size=3), st.sets(st.sampled_from(list(Outcome))))
def test_any_page_of_any_choice_is_what_a_filtered_list_has(data, batches, outcomes):
    batches = [[each for each, times in batch for _ in range(times)] for batch in batches]
    offers = data.draw(st.sets(st.integers(0, 3)))
    expected = [
        KeptLine(number, each.brand, each.article, each.outcome, list(each.offers))
        for number, each in enumerate((each for batch in batches for each in batch), 1)
        if each.outcome in outcomes or len(each.offers) in offers
    ]
    with TemporaryDirectory() as folder:
        file = keep(Path(folder) / "lines.bin", *batches)

        def takes(kind: Kind) -> bool:
            return kind.outcome in outcomes or kind.offers in offers

        chosen = file.choose(takes)
        assert file.count(takes) == len(chosen) == len(expected)
        first = data.draw(st.integers(0, len(expected)))
        for start in {0, first, max(len(expected) - PAGE, 0)}:
            assert chosen[start : start + PAGE] == expected[start : start + PAGE]


def test_a_page_reads_only_the_blocks_that_it_needs(tmp_path, monkeypatch):
    batch = [line() for _ in range(20 * BLOCK)]
    for rare in (7 * BLOCK, 15 * BLOCK + 3):
        batch[rare] = line("rare", Outcome.NO_BRAND)
    file = keep(tmp_path / "lines.bin", batch)
    read = []
    original = LinesFile.read

    def spy(self, blocks, kinds):
        read.append(list(blocks))
        return original(self, blocks, kinds)

    monkeypatch.setattr(LinesFile, "read", spy)
    chosen = file.choose(lambda kind: kind.outcome == Outcome.NO_BRAND)
    assert [each.number for each in chosen[0:PAGE]] == [7 * BLOCK + 1, 15 * BLOCK + 4]
    assert len(file.choose(everything)[10 * BLOCK : 10 * BLOCK + PAGE]) == PAGE
    assert read == [[7, 15], [10]]


def test_prices_are_kept_to_the_last_digit(tmp_path):
    offer = BestOffer(1234567890.1234, 0.001, "Ромашка")
    file = keep(tmp_path / "lines.bin", [ResultLine("B", "1", [offer], Outcome.FOUND, ())])
    assert file.choose(everything)[0:1][0].offers == [offer]


def test_no_lines_at_all(tmp_path):
    file = keep(tmp_path / "lines.bin")
    assert (len(file.choose(everything)), file.choose(everything)[0:PAGE]) == (0, [])


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "lines.bin"
    with pytest.raises(ZeroDivisionError), keep_lines(path) as keep:
        keep(columns([line()] * 5000))
        assert not path.exists()
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_kept_without_a_path(tmp_path):
    with keep_lines(None) as keep:
        keep(columns([line()]))


def test_a_file_that_goes_while_it_is_read(tmp_path):
    file = keep(tmp_path / "lines.bin", [line()])
    (tmp_path / "lines.bin").unlink()
    with pytest.raises(FileNotFoundError):
        file.choose(everything)[0:PAGE]


def test_a_file_from_before_the_numbers_had_columns_counts_as_gone(tmp_path: Path) -> None:
    index = zlib.compress(b"[[], []]")
    old = tmp_path / "lines.bin"
    old.write_bytes(index + (0).to_bytes(8))
    with pytest.raises(FileNotFoundError):
        LinesFile(old)


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    try:
        with pytest.raises(OSError, match="too large"), keep_lines(tmp_path / "lines.bin") as keep:
            for number in range(10):
                keep(columns(line(f"{number}{each * 7919}") for each in range(2000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    assert list(tmp_path.iterdir()) == []
