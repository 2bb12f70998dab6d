import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.results.line_blocks import NumberedLine
from crossdock.results.lines import ResultLine
from crossdock.results.lines_file import BLOCK, Kind, keep_lines, search_key
from crossdock.results.lines_query import (
    ORDERS,
    DamagedFileError,
    LinesFile,
    LinesQuery,
    OldFileError,
)
from crossdock.results.remarks import Remark
from tests.lines import columns, evidence

PAGE = 25
FIRST_PAGE = range(PAGE)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
amounts = st.floats(min_value=0, max_value=10**9)
days = st.integers(0, 30_000)
offers = st.lists(st.builds(BestOffer, amounts, amounts, texts, days), min_size=1, max_size=3)
demands = st.one_of(st.none(), amounts)
found = st.sampled_from([each for each in Outcome if each.is_found])
missing = st.sampled_from([each for each in Outcome if not each.is_found])
remarks = st.builds(Remark, texts, texts, demands, demands, evidence)
said = {"code": texts, "remark": remarks}
lines = st.one_of(
    st.builds(ResultLine, texts, texts, offers, found, st.just(()), demands, **said),
    st.builds(
        *(ResultLine, texts, texts, st.just([]), missing, st.just((1, "other")), demands), **said
    ),
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


EVERYTHING = LinesQuery(lambda _kind: True)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.lists(stretches, max_size=3), st.sets(st.sampled_from(list(Outcome))))
def test_any_page_of_any_choice_is_what_a_filtered_list_has(data, batches, outcomes):
    batches = [[each for each, times in batch for _ in range(times)] for batch in batches]
    offers = data.draw(st.sets(st.integers(0, 3)))
    expected = [
        NumberedLine(
            number,
            each.brand,
            each.article,
            each.outcome,
            list(each.offers),
            each.demand,
            each.code,
            each.remark,
        )
        for number, each in enumerate((each for batch in batches for each in batch), 1)
        if each.outcome in outcomes or len(each.offers) in offers
    ]
    with TemporaryDirectory() as folder:
        file = keep(Path(folder) / "lines.sqlite3", *batches)

        def takes(kind: Kind) -> bool:
            return kind.outcome in outcomes or kind.offers in offers

        query = LinesQuery(takes)
        assert file.count(query) == len(expected)
        first = data.draw(st.integers(0, len(expected)))
        for start in {0, first, max(len(expected) - PAGE, 0)}:
            page = range(start, start + PAGE)
            assert file.lines(query, page) == expected[start : start + PAGE]


def test_a_page_reads_only_the_blocks_that_it_needs(tmp_path, monkeypatch):
    batch = [line() for _ in range(20 * BLOCK)]
    for rare in (7 * BLOCK, 15 * BLOCK + 3):
        batch[rare] = line("rare", Outcome.NO_BRAND)
    file = keep(tmp_path / "lines.sqlite3", batch)
    with closing(sqlite3.connect(tmp_path / "lines.sqlite3")) as database:
        needed = [7 * BLOCK + 1, 10 * BLOCK + 1, 15 * BLOCK + 1]
        database.execute(f"UPDATE block SET content = x'00' WHERE first_line NOT IN {(*needed,)}")
        database.commit()
    chosen = file.lines(LinesQuery(lambda kind: kind.outcome == Outcome.NO_BRAND), FIRST_PAGE)
    assert [each.number for each in chosen] == [7 * BLOCK + 1, 15 * BLOCK + 4]
    assert len(file.lines(EVERYTHING, range(10 * BLOCK, 10 * BLOCK + PAGE))) == PAGE
    with pytest.raises(DamagedFileError):
        file.lines(EVERYTHING, FIRST_PAGE)


def test_prices_are_kept_to_the_last_digit(tmp_path):
    offer = BestOffer(1234567890.1234, 0.001, "Ромашка")
    file = keep(tmp_path / "lines.sqlite3", [ResultLine("B", "1", [offer], Outcome.FOUND, ())])
    assert file.lines(EVERYTHING, FIRST_PAGE)[0].offers == [offer]


def test_no_lines_at_all(tmp_path):
    file = keep(tmp_path / "lines.sqlite3")
    assert (file.count(EVERYTHING), file.lines(EVERYTHING, FIRST_PAGE)) == (0, [])


def test_there_is_one_file_that_reading_leaves_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a #1?%20 ё.sqlite3"
    file = keep(path, [line()] * 5000)
    content = path.read_bytes()
    assert len(file.lines(EVERYTHING, FIRST_PAGE)) == PAGE
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == content


def test_a_file_that_goes_while_it_is_read(tmp_path):
    file = keep(tmp_path / "lines.sqlite3", [line()])
    (tmp_path / "lines.sqlite3").unlink()
    with pytest.raises(FileNotFoundError):
        file.lines(EVERYTHING, FIRST_PAGE)
    with pytest.raises(FileNotFoundError):
        LinesFile(tmp_path / "lines.sqlite3")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_file_is_said_to_be_damaged(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lines.sqlite3"
        offers = [BestOffer(1.5, 2.0, "A")]
        keep(path, [ResultLine("B", str(number), offers, Outcome.FOUND, ()) for number in range(9)])
        content = bytearray(path.read_bytes())
        if data.draw(st.booleans()):
            del content[data.draw(st.integers(0, len(content) - 1)) :]
        else:
            place = data.draw(st.integers(0, len(content) - 1))
            content[place : place + 8] = data.draw(st.binary(min_size=8, max_size=8))
        path.write_bytes(content)
        try:
            file = LinesFile(path)
            file.lines(EVERYTHING, range(file.count(EVERYTHING))[:PAGE])
        except (DamagedFileError, OldFileError):  # the version may be what is damaged
            pass


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 5000, b"SQLite format 3\0" + b"\0" * 5000])
def test_a_foreign_file_is_said_to_be_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lines.sqlite3"
    path.write_bytes(content)
    with pytest.raises(DamagedFileError):
        LinesFile(path)


def test_a_file_that_was_cut_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "lines.sqlite3"
    keep(path, [line(str(number * 7919)) for number in range(9000)])
    with path.open("r+b") as content:
        content.truncate(path.stat().st_size // 2)
    with pytest.raises(DamagedFileError):
        LinesFile(path).lines(EVERYTHING, range(8000, 8025))


def test_lines_are_searched_by_letters_and_digits(tmp_path: Path) -> None:
    lines = [
        ResultLine("BOSCH (Германия)", "0 986 452-041", (), Outcome.NOT_FOUND, ()),
        ResultLine("Mann-Filter", "W 712/75", (), Outcome.NOT_FOUND, ()),
    ]
    file = keep(tmp_path / "lines.sqlite3", lines)

    def numbers(text: str) -> list[int]:
        query = LinesQuery(EVERYTHING.takes, search=search_key(text))
        found = [each.number for each in file.lines(query, FIRST_PAGE)]
        assert file.count(query) == len(found)
        return found

    assert numbers("0986452041") == numbers("вosch|0986") == numbers("bosch 0 986") == [1]
    assert numbers("712/75") == numbers("mann filter W712") == [2]
    assert numbers("986 X") == []
    assert numbers("%") == [1, 2]


def test_lines_are_sorted_and_filtered_by_supplier(tmp_path: Path) -> None:
    prices = [(3.0, "B"), (1.0, "A"), (2.0, "B"), None, (1.0, "C")]
    lines = [
        ResultLine("B", "1", [BestOffer(price[0], 1.0, price[1])], Outcome.FOUND, ())
        if price
        else line()
        for price in prices
    ]
    file = keep(tmp_path / "lines.sqlite3", lines)

    def numbers(**wanted: str) -> list[int]:
        query = LinesQuery(EVERYTHING.takes, **wanted)
        return [each.number for each in file.lines(query, FIRST_PAGE)]

    assert numbers(order="line") == [1, 2, 3, 4, 5]
    assert numbers(order="-line") == [5, 4, 3, 2, 1]
    assert numbers(order="price") == [2, 5, 3, 1, 4]
    assert numbers(order="-price") == [1, 3, 5, 2, 4]
    assert numbers(order="supplier") == [2, 1, 3, 5, 4]
    assert numbers(supplier="B", order="price") == [3, 1]
    assert numbers(supplier="D") == []
    assert {*map(len, (numbers(order=order) for order in ORDERS))} == {5}


def test_a_line_knows_what_can_be_bought_of_what_it_asks_for(tmp_path: Path) -> None:
    offers = [BestOffer(10.0, 3.0, "A"), BestOffer(11.0, 1.0, "B")]
    lines = [
        ResultLine("B", "1", offers, Outcome.FOUND, (), demand) for demand in (2.0, 116.0, None)
    ]
    file = keep(tmp_path / "lines.sqlite3", lines)
    enough, short, unknown = file.lines(EVERYTHING, FIRST_PAGE)
    assert enough.purchase == (2, 2, 20)
    assert short.purchase == (116, 4, 41)
    assert unknown.purchase is None
    query = LinesQuery(lambda kind: kind.is_short)
    assert (file.count(query), [each.number for each in file.lines(query, FIRST_PAGE)]) == (1, [2])


def test_a_file_of_an_earlier_version_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lines.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE TABLE block (first_line INTEGER PRIMARY KEY, content BLOB NOT NULL);"
            "CREATE TABLE line_count (first_line INTEGER, outcome TEXT, offers INTEGER, lines);"
        )
    with pytest.raises(OldFileError):
        LinesFile(path)
