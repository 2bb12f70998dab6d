import pytest

from crossdock.models import OffersRefresh
from tests.factories import make_price_list, make_supplier


@pytest.mark.django_db
def test_the_clock_asks_only_if_the_view_is_behind():
    OffersRefresh.request_if_behind()
    assert not OffersRefresh.objects.exists()
    make_price_list(make_supplier())
    OffersRefresh.request_if_behind()
    assert OffersRefresh.objects.count() == 1
