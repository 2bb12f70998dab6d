from crossdock.offers.outcomes import Outcome
from crossdock.results.lines import ResultLine
from crossdock.results.remarks import Remark
from tests.lines import columns
from tests.results.written import OFFERS


def test_columns_are_lines_again() -> None:
    lines = [
        ResultLine("A", "1", OFFERS[:2], Outcome.FOUND, (1, "x"), 2.0, "own"),
        ResultLine("B", "2", [], Outcome.NOT_FOUND, (), None, "", Remark(quantity="many")),
    ]
    result = columns(lines)
    assert len(result) == 2
    assert list(result) == lines


def test_what_the_file_has_no_column_of_is_nothing_in_each_line() -> None:
    (line,) = columns([ResultLine("A", "1", [], Outcome.NOT_FOUND, ())])
    assert (line.demand, line.code) == (None, "")
