from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from crossdock.models import CrossDockTask, Offer, Supplier
from tests.factories import make_supplier

pytestmark = pytest.mark.django_db(transaction=True)  # a refresh has one of its own


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def seed(*options: str) -> str:
    output = StringIO()
    call_command("seed_demo", "--offers", "500", *options, stdout=output)
    return output.getvalue()


def test_an_empty_database_gets_offers_logins_and_a_request() -> None:
    output = seed("--keep-current")
    assert f"Demo data: {Offer.objects.count():,} offers written." in output
    assert User.objects.get(username="admin").is_staff
    assert not User.objects.get(username="buyer").is_staff
    assert CrossDockTask.objects.get().user.username == "buyer"
    assert seed("--keep-current") == ""


def test_what_is_there_is_left_alone_where_that_is_wished() -> None:
    make_supplier()
    assert seed("--keep-current") == ""
    assert Supplier.objects.count() == 1
    assert "offers written" in seed()
    assert not User.objects.exists()
    assert not CrossDockTask.objects.exists()
