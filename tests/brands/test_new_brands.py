import pytest

from crossdock.brands import new_brands as module
from crossdock.brands.new_brands import new_brands
from crossdock.offers.current import Refresh
from tests.brands.conftest import offer
from tests.factories import make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db(transaction=True)


def test_brands_that_nobody_has_offered_before(monkeypatch):
    offer({"Bosch": ["1"]}, {"MANN-FILTER": ["2"]})
    price_list = make_price_list(make_supplier())
    for brand, article in (
        ("BOSCH", "3"),
        ("Mann", "2"),
        ("MANN", "4"),
        ("MANN", "5"),
        ("Ate", "6"),
    ):
        make_offer(price_list, brand, article)
    assert new_brands(price_list) == [("mann", "Mann", 3), ("ate", "Ate", 1)]
    monkeypatch.setattr(module, "_NEW", module._NEW.replace("LIMIT 50", "LIMIT 1"))
    assert len(new_brands(price_list)) == 1
    Refresh().run()
    assert new_brands(price_list) == []
