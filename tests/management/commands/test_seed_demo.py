from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from crossdock.models import CrossDockTask, Offer, Supplier

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_is_made_up_in_production(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("seed_demo", offers=100)
    assert not Supplier.objects.exists()
    assert not User.objects.exists()


def test_the_first_time_it_makes_offers_users_and_a_request(settings: Any, tmp_path: Any) -> None:
    settings.DEBUG = True
    settings.MEDIA_ROOT = tmp_path
    call_command("seed_demo", offers=500, suppliers=2)
    assert Offer.objects.count() >= 500
    assert User.objects.get(is_staff=True).check_password("admin")
    assert CrossDockTask.objects.get().user.username == "buyer"
    before = Offer.objects.count()
    call_command("seed_demo", "--keep-current", offers=500, suppliers=2)
    assert Offer.objects.count() == before


def test_real_suppliers_are_left_alone(settings: Any) -> None:
    settings.DEBUG = True
    Supplier.objects.create(code="S1", name="Real")
    call_command("seed_demo", "--keep-current", offers=100)
    assert Supplier.objects.count() == 1
