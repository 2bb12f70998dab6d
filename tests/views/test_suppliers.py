from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from crossdock.models import BrandAlias, CrossDockTask, Offer, Supplier, SupplierGroup
from crossdock.models import suppliers as supplier_models
from crossdock.models.lifecycle import Status
from crossdock.views.suppliers import PAGE_SIZE
from tests.factories import make_group, make_import, make_offer, make_price_list, make_supplier
from tests.world import make_task_in

pytestmark = pytest.mark.django_db

LISTS = ("/suppliers/", "/supplier-groups/", "/brand-aliases/")


def text_of(client: Client, address: str, **query: Any) -> str:
    return " ".join(client.get(address, query).content.decode().split())


def test_suppliers_with_their_groups_and_who_is_in_none(as_staff: Client) -> None:
    supplier, lone = make_supplier("Автоспутник"), make_supplier("Одинокий", enabled=False)
    make_group(supplier, name="ОПТ-2")
    page = text_of(as_staff, "/suppliers/")
    assert "1 supplier is in no group: nobody buys from it." in page
    assert "ОПТ-2" in page
    assert page.count("badge warning") == 1
    page = text_of(as_staff, "/suppliers/", ungrouped="1")
    assert lone.name in page
    assert supplier.name not in page


@pytest.mark.parametrize(
    ("address", "query", "there", "not_there"),
    [
        ("/suppliers/", "спут", "Автоспутник", "Другой"),
        ("/supplier-groups/", "опт", "ОПТ-2", "ТРЕШКА"),
        ("/brand-aliases/", "Robert Bosch", "Robert-Bosch", "Citroen"),
    ],
)
def test_search(as_staff: Client, address: str, query: str, there: str, not_there: str) -> None:
    make_supplier("Автоспутник"), make_supplier("Другой")
    make_group(name="ОПТ-2"), make_group(name="ТРЕШКА")
    BrandAlias.objects.all().delete()
    BrandAlias.objects.create(alias="Robert-Bosch", brand="BOSCH")
    BrandAlias.objects.create(alias="Citroen", brand="Peugeot")
    page = text_of(as_staff, address, q=query)
    assert there in page
    assert not_there not in page
    assert "Nothing like that." in text_of(as_staff, address, q="no such thing")
    assert as_staff.get(address, {"q": "\0", "page": "x"}).status_code == 200


@pytest.mark.parametrize("address", LISTS)
def test_a_list_takes_no_query_for_each_row(
    as_staff: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    def more(count: int) -> None:
        for number in range(count):
            make_group(make_supplier(), make_supplier())
            BrandAlias.objects.create(alias=f"alias {count} {number}", brand="BOSCH")

    more(2)
    with django_assert_max_num_queries(20) as few:
        as_staff.get(address)
    more(PAGE_SIZE)
    with django_assert_max_num_queries(len(few)):
        page = as_staff.get(address)
    assert len(page.context["page"].object_list) == PAGE_SIZE
    assert as_staff.get(address, {"page": 2}).status_code == 200


def test_a_supplier_is_added_and_changed_with_its_groups(as_staff: Client) -> None:
    group, other = make_group(), make_group()
    fields = {"name": "Форум", "code": "forum", "delivery_hours": 4, "enabled": "on"}
    answer = as_staff.post("/suppliers/new/", fields | {"groups": [group.pk]}, follow=True)
    assert "Форум is saved." in answer.content.decode()
    supplier = Supplier.objects.get()
    assert list(supplier.groups.all()) == [group]
    address = f"/suppliers/{supplier.pk}/"
    assert f'value="{group.pk}" id="id_groups_0" checked' in text_of(as_staff, address)
    pattern = {"file_name_pattern": "forum*price*", "groups": [other.pk]}
    as_staff.post(address, fields | pattern)
    supplier.refresh_from_db()
    assert supplier.file_name_pattern == "forum*price*"
    assert list(supplier.groups.all()) == [other]


def test_mistakes_stand_at_their_field(as_staff: Client) -> None:
    make_supplier()
    code = Supplier.objects.get().code
    fields = {"name": "x", "code": code, "delivery_hours": -1, "file_name_pattern": "*?"}
    page = text_of(as_staff, "/suppliers/new/")
    assert "A supplier in no group is never bought from." in page
    page = as_staff.post("/suppliers/new/", fields).content.decode()
    assert "with this Code already exists" in page
    assert "A pattern has letters or digits" in page
    alias = {"alias": "Bosch", "brand": "BOSCH"}
    page = as_staff.post("/brand-aliases/new/", alias).content.decode()
    assert "one brand without an alias" in page
    assert (Supplier.objects.count(), BrandAlias.objects.filter(alias="Bosch").count()) == (1, 0)


def test_groups_and_aliases_are_added_and_changed(as_staff: Client) -> None:
    supplier = make_supplier()
    as_staff.post("/supplier-groups/new/", {"name": "ОПТ-2", "suppliers": [supplier.pk]})
    group = SupplierGroup.objects.get()
    assert list(group.suppliers.all()) == [supplier]
    as_staff.post(f"/supplier-groups/{group.pk}/", {"name": "ОПТ-3"})
    group.refresh_from_db()
    assert (group.name, group.suppliers.count()) == ("ОПТ-3", 0)
    assert "badge warning" in text_of(as_staff, "/supplier-groups/")
    as_staff.post("/brand-aliases/new/", {"alias": "Boch", "brand": "BOSCH"})
    alias = BrandAlias.objects.get(alias="Boch")
    as_staff.post(f"/brand-aliases/{alias.pk}/", {"alias": "Bosh", "brand": "BOSCH"})
    alias.refresh_from_db()
    assert alias.alias_key == "bosh"
    as_staff.post(f"/brand-aliases/{alias.pk}/delete/")
    assert not BrandAlias.objects.filter(pk=alias.pk).exists()


def test_what_a_supplier_takes_along_is_said_before_it_is_deleted(
    as_staff: Client, staff: User
) -> None:
    supplier = make_supplier("Автоспутник")
    price_list = make_offer(make_price_list(supplier)).price_list
    price_list.rows_taken = 12_345
    price_list.save()
    make_price_list(supplier, 1)
    make_import(staff, supplier)
    group = make_group(supplier, name="ОПТ-2")
    make_task_in(Status.RUNNING, staff, group)
    make_task_in(Status.SUCCESS, staff, group)
    address = f"/suppliers/{supplier.pk}/delete/"
    page = text_of(as_staff, address)
    losses = (
        "12,345 offers",
        "2 price lists",
        "1 upload with",
        "ОПТ-2",
        "1 task that is under way",
    )
    for loss in losses:
        assert loss in page
    assert "being imported" in as_staff.post(address).content.decode()
    assert supplier.imports.get().cancel()
    answer = as_staff.post(address, follow=True)
    assert "Автоспутник is deleted." in answer.content.decode()
    assert not Supplier.objects.exists()
    assert not Offer.objects.exists()
    assert group.suppliers.count() == 0
    assert as_staff.post(address).status_code == 404


def test_a_group_goes_with_its_ended_tasks(as_staff: Client, staff: User) -> None:
    group = make_group(name="demo")
    for status in (Status.SUCCESS, Status.CANCELLED):
        make_task_in(status, staff, group)
    address = f"/supplier-groups/{group.pk}/delete/"
    assert "2 tasks that name it, with their results and comments" in text_of(as_staff, address)
    as_staff.post(address)
    assert not SupplierGroup.objects.filter(pk=group.pk).exists()
    assert not CrossDockTask.objects.exists()


def test_a_group_with_tasks_under_way_or_a_long_history_stays(
    as_staff: Client, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = make_group(name="ОПТ-2")
    make_task_in(Status.SUCCESS, staff, group)
    under_way = make_task_in(Status.PENDING, staff, group)
    address = f"/supplier-groups/{group.pk}/delete/"
    assert "It cannot be deleted now" in as_staff.post(address).content.decode()
    assert group.tasks.count() == 2
    under_way.cancel()
    monkeypatch.setattr(supplier_models, "MAX_TASKS_REMOVED", 1)
    assert "It cannot be deleted now" in as_staff.post(address).content.decode()
    assert group.tasks.count() == 2
