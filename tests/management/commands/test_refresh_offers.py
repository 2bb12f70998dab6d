import pytest
from django.core.management import CommandError, call_command

from crossdock.models import OfferChange, OffersRefresh
from crossdock.models.lifecycle import Status
from tests.factories import make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db(transaction=True)


def test_refreshes_at_once_and_leaves_a_record():
    make_offer(make_price_list(make_supplier()))
    call_command("refresh_offers")
    assert not OfferChange.objects.exists()
    refresh = OffersRefresh.last()
    assert refresh is not None
    assert refresh.attempts[0]["status"] == "SUCCESS"


def test_one_at_a_time():
    OffersRefresh.request()
    assert OffersRefresh.objects.get().mark_as_running()
    with pytest.raises(CommandError, match="running already"):
        call_command("refresh_offers")
    assert set(OffersRefresh.objects.values_list("status", flat=True)) == {
        Status.RUNNING,
        Status.PENDING,
    }
