from datetime import UTC, datetime, time

import pytest

from crossdock.models import Supplier
from crossdock.offers.answers import BestOffer
from crossdock.offers.days import FIRST_DAY
from crossdock.pages.offer_terms import describe_offer

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)  # a Friday, 15:00 in Moscow
TODAY = (NOW.date() - FIRST_DAY).days
SUPPLIER = Supplier(name="A", delivery_hours=24, cut_off=time(15), weekdays="12345")


@pytest.mark.parametrize(
    ("terms", "demand", "age", "supplier", "texts"),
    [
        ("b\x1fa", None, 0, SUPPLIER, ["27 Nov", "arrives 30 Nov"]),
        ("", 1.0, 1, None, ["26 Nov, 1 day old"]),
        (
            "b\x1fa\x1fМосква\x1f10\x1f20\x1f0",
            12.0,
            2,
            SUPPLIER,
            [
                *("25 Nov, 2 days old", "arrives 27 Nov", "pack of 10", "at least 20"),
                "Москва",
            ],
        ),
        ("b\x1fa\x1f\x1f10", 20.0, 0, None, ["27 Nov"]),
    ],
)
def test_what_is_said_of_an_offer(terms, demand, age, supplier, texts) -> None:
    offer = BestOffer(1.0, 1.0, "A", TODAY - age, terms)
    assert list(describe_offer(offer, demand, supplier, NOW)) == texts
