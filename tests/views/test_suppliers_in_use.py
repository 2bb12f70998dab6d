"""What pages say of a supplier that is being deleted, or whose list is being imported."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from crossdock.models import PriceListImport, Supplier
from tests.factories import make_import, make_offer, make_price_list, make_supplier
from tests.views.sending import LIST, post
from tests.views.test_price_list_batch import BATCH, GOOD, posted, rows, send

pytestmark = pytest.mark.django_db(transaction=True)

IN_USE = "is in use just now: one of its price lists is being imported or taken back"


@pytest.fixture
def elsewhere() -> Iterator[Any]:
    """What somebody else does meanwhile, as SQL."""
    with closing(connection.copy()) as other, other.cursor() as cursor:
        other.set_autocommit(False)
        with connection.cursor() as own:
            own.execute("SET lock_timeout = '200ms'")
        yield cursor.execute


DELETING = "SELECT FROM crossdock_supplier FOR UPDATE"
IMPORTING = "SELECT FROM crossdock_supplier FOR KEY SHARE"


@pytest.mark.parametrize("page", ["/suppliers/{}/", "/admin/crossdock/supplier/{}/change/"])
def test_the_code_is_not_changed_during_an_import(
    page: str, as_staff: Client, elsewhere: Any
) -> None:
    supplier = make_supplier()
    address = page.format(supplier.pk)
    form = {"name": supplier.name, "code": supplier.code, "delivery_hours": 24, "enabled": "on"}
    elsewhere(IMPORTING)
    answer = as_staff.post(address, form | {"code": "another"}, follow=True)
    assert IN_USE in answer.content.decode()
    answer = as_staff.post(address, form | {"name": "Форум"}, follow=True)
    assert IN_USE not in answer.content.decode()
    assert Supplier.objects.values_list("name", "code").get() == ("Форум", supplier.code)


def test_nothing_is_sent_or_taken_back_while_the_supplier_is_being_deleted(
    as_staff: Client, staff: User, elsewhere: Any
) -> None:
    done = make_import(staff, make_supplier())
    assert done.mark_as_running()
    assert done.mark_as_success(price_list=make_price_list(done.supplier))
    send(as_staff, ("one.csv", GOOD), ("other.csv", GOOD))
    row, _other = rows(as_staff)
    data = posted(row, supplier=done.supplier.pk) | {"ready": row.upload.key}
    elsewhere(DELETING)
    for answer in (
        post(as_staff, done.supplier, LIST),
        as_staff.post(BATCH, data, follow=True),
        as_staff.post(f"/price-lists/{done.pk}/withdraw/", follow=True),
        as_staff.post(f"/suppliers/{done.supplier.pk}/delete/"),
    ):
        assert IN_USE in answer.content.decode()
    assert PriceListImport.objects.get() == done
    assert done.is_withdrawable
    assert len(rows(as_staff)) == 2, "it can be sent once more"


def test_a_price_list_is_not_deleted_while_its_supplier_is(
    admin_client: Client, elsewhere: Any
) -> None:
    price_list = make_offer(make_price_list(make_supplier())).price_list
    elsewhere(DELETING)
    address = f"/admin/crossdock/pricelist/{price_list.pk}/delete/"
    assert IN_USE in admin_client.post(address, {"post": "yes"}, follow=True).content.decode()
