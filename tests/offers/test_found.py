import pytest

from crossdock.offers.found import explained_offers
from crossdock.offers.outcomes import Outcome


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (([7], [1.5], [3.0], [20_000], [""], True), Outcome.FOUND),
        ((None, None, None, None, None, True), Outcome.TOO_OLD),
        ((None, None, None, None, None, False), Outcome.OUT_OF_STOCK),
        ((None, None, None, None, None, None), Outcome.NOT_FOUND),
    ],
)
def test_a_row_of_the_query_says_why_there_are_no_offers(row, outcome: Outcome) -> None:
    explained = explained_offers(*row, found=Outcome.FOUND)
    assert explained.outcome is outcome
    assert list(explained.suppliers) == (row[0] or [])
