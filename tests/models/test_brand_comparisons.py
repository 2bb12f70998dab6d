from datetime import timedelta

import pytest
from django.utils import timezone

from crossdock.models import BrandComparison, OffersRefresh
from crossdock.models.brand_comparisons import GATHERING, REST
from crossdock.models.lifecycle import Status

pytestmark = pytest.mark.django_db


def pause() -> timedelta:
    waiting = BrandComparison.objects.get(status=Status.PENDING)
    return waiting.next_dispatch_at - waiting.created_at


def compared(took: timedelta) -> None:
    now = timezone.now()
    BrandComparison.objects.create(
        status=Status.SUCCESS, started_at=now - took, finished_at=now, attempts=[]
    )


def test_a_short_one_comes_soon_again():
    compared(timedelta(seconds=0.5))
    BrandComparison.request()
    BrandComparison.request()
    assert pause() - GATHERING < timedelta(seconds=5)


def test_a_long_one_leaves_a_long_pause():
    compared(timedelta(minutes=2))
    BrandComparison.request()
    assert pause() > timedelta(minutes=2) * REST - timedelta(minutes=1)


def test_a_refresh_asks_for_one():
    OffersRefresh.request()
    refresh = OffersRefresh.objects.get()
    assert refresh.mark_as_running()
    assert not BrandComparison.objects.exists()
    assert refresh.mark_as_success()
    assert BrandComparison.objects.exists()
