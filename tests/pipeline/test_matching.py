import threading

import pytest

from crossdock.models import SupplierGroup
from crossdock.offers.outcomes import Outcome
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part
from crossdock.pipeline.matching import match
from crossdock.pipeline.request_file import RequestLines
from tests.factories import make_group, make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> SupplierGroup:
    supplier = make_supplier()
    price_list = make_price_list(supplier)
    for number in range(4):
        make_offer(price_list, "BOSCH", str(number), price=str(10 + number))
    return make_group(supplier)


def batch(*articles: str, **columns: object) -> RequestLines:
    parts = [Part("bosch", article) if article else Part("", "") for article in articles]
    problems = {place: Outcome.NO_ARTICLE for place, key in enumerate(articles) if not key}
    brands, other = ["BOSCH"] * len(parts), [()] * len(parts)
    return RequestLines(brands, articles, parts, problems, other, **columns)  # type: ignore[arg-type]


def test_batches_are_answered_in_their_order_with_what_their_file_says(
    group: SupplierGroup,
) -> None:
    batches = [batch(str(number), "") for number in range(4)]
    answered = list(match(batches, OfferSearch(group, 2)))
    lines = [line for batch in answered for line in batch]
    assert [[offer.price for offer in line.offers] for line in lines[::2]] == [
        [10.0],
        [11.0],
        [12.0],
        [13.0],
    ]
    assert {line.outcome for line in lines[1::2]} == {Outcome.NO_ARTICLE}


def test_offers_above_the_ceiling_do_not_count(group: SupplierGroup) -> None:
    (lines,) = match([batch("1", "2", ceilings=[10.5, 99.0])], OfferSearch(group, 2))
    too_dear, fine = lines
    assert (too_dear.outcome, too_dear.remark.cheapest) == (Outcome.ABOVE_CEILING, 11.0)
    assert too_dear.remark.excess == 0.5
    assert fine.outcome is Outcome.FOUND


def test_what_is_closed_leaves_no_thread_behind(group: SupplierGroup) -> None:
    answers = match([batch("1")] * 9, OfferSearch(group, 2))
    next(answers)
    answers.close()
    assert not [thread for thread in threading.enumerate() if "look-up" in thread.name]
