import pytest

from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.results.lines import ResultLine
from crossdock.results.misses import LOST_ANYHOW, MAX_MISSED_PARTS, Misses
from tests.lines import columns


def line(brand: str, article: str, outcome: Outcome = Outcome.NOT_FOUND, **more) -> ResultLine:
    offers = [BestOffer(1.0, 1.0, "Supplier")] if outcome.is_found else []
    return ResultLine(brand, article, offers, outcome, [], **more)


def missed(*batches: list[ResultLine]) -> list[tuple[object, ...]]:
    counted = Misses()
    for batch in batches:
        counted.add(columns(batch))
    return list(map(tuple, counted.parts))


def test_lines_without_offers_are_counted_by_what_they_ask_for():
    first = [line("Mann", "W 712"), line("Mann", "W 713", Outcome.FOUND)]
    second = [line("MANN", "w712"), line("Mann", "W714", Outcome.OUT_OF_STOCK)]
    assert missed(first, second) == [
        ("Mann", "mann", "W712", 2, None),
        ("Mann", "mann", "W714", 1, None),
    ]


def test_lines_that_name_no_part_or_want_it_cheaper_are_not_missed():
    assert missed([line("Mann", "1", outcome) for outcome in LOST_ANYHOW]) == []
    assert missed([line("", "Mann W712", Outcome.UNSPLIT), line("-", "W712")]) == []


@pytest.mark.parametrize("text", ["W" * 201, "\ufdfa" * 100], ids=["long", "grows"])
def test_what_is_too_long_for_any_offer_is_not_kept(text):
    assert missed([line("Mann", text), line(text, "1")]) == []
    assert missed([line("Mann", "W" * 200)]) == [("Mann", "mann", "W" * 200, 1, None)]


@pytest.mark.parametrize(("demands", "pieces"), [((2.0, 3.0), 5), ((2.0, None), None)])
def test_pieces_are_known_if_each_line_says_how_many(demands, pieces):
    lines = [line("Mann", "W712", demand=demand) for demand in demands]
    assert missed(lines) == [("Mann", "mann", "W712", 2, pieces)]


def test_no_more_are_kept_than_a_page_can_need():
    lines = [line("Mann", str(number)) for number in range(MAX_MISSED_PARTS + 1)]
    rows = missed([*lines, lines[0], lines[-1]])
    assert len(rows) == MAX_MISSED_PARTS
    assert rows[0][2:4] == ("0", 2)
