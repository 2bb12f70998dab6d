from array import array

from hypothesis import given, settings
from hypothesis import strategies as st

from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.parts.keys import MAX_PART_LENGTH
from crossdock.results.line_blocks import NumberedLine, pack, unpack
from crossdock.results.lines import ResultLine
from crossdock.results.remarks import Remark
from tests.lines import columns

SUPPLIERS = {"A": 3, "B": 9}
NAMES = {number: name for name, number in SUPPLIERS.items()}
OFFERS = [BestOffer(0.1, 2.0, "A", 20_000, "x"), BestOffer(1234567890.1234, 1e9, "B")]


@settings(max_examples=30, deadline=None)
@given(
    counts=st.lists(st.integers(0, 2), min_size=1, max_size=9),
    cuts=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    wanted=st.sets(st.integers(100, 109)),
)
def test_a_part_of_the_lines_comes_out_as_it_went_in(counts, cuts, wanted) -> None:
    remark = Remark(quantity="many")
    lines = [
        ResultLine("B", str(place), OFFERS[:count], Outcome.FOUND, (), place or None, "own", remark)
        for place, count in enumerate(counts)
    ]
    part = slice(min(*cuts, len(lines)), max(cuts))
    block = pack(columns(lines), part, SUPPLIERS)
    expected = [
        NumberedLine(number, line.brand, line.article, line.outcome, line.offers, line.demand,
                     line.code, line.remark)
        for number, line in enumerate(lines[part], 100)
        if number in wanted
    ]  # fmt: skip
    assert list(unpack(block, 100, wanted, NAMES)) == expected


def test_texts_too_long_for_any_part_are_cut() -> None:
    long = "x" * (MAX_PART_LENGTH + 1)
    lines = columns([ResultLine(long, long, (), Outcome.EMPTY, ())])
    (line,) = unpack(pack(lines, slice(0, 1), SUPPLIERS), 1, {1}, NAMES)
    assert len(line.brand) == len(line.article) == MAX_PART_LENGTH
    assert line.purchase is None
    assert array("i").itemsize == array("I").itemsize == 4  # what the blocks of other hosts have
