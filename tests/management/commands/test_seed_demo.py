from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from crossdock.models import CrossDockTask, Offer, Supplier
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_time_it_makes_offers_and_a_request(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    user = make_user()
    call_command("seed_demo", offers=500, suppliers=2)
    assert Offer.objects.count() >= 500
    assert CrossDockTask.objects.get().user == user
    before = Offer.objects.count()
    call_command("seed_demo", "--keep-current", offers=500, suppliers=2)
    assert Offer.objects.count() == before


def test_it_makes_no_user() -> None:
    call_command("seed_demo", offers=100, suppliers=2)
    assert not User.objects.exists()
    assert not CrossDockTask.objects.exists()


def test_real_suppliers_are_left_alone() -> None:
    Supplier.objects.create(code="S1", name="Real")
    call_command("seed_demo", "--keep-current", offers=100)
    assert Supplier.objects.count() == 1
