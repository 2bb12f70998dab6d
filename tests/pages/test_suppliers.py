import pytest

from crossdock.models import BrandAlias
from crossdock.models.lifecycle import Status
from crossdock.pages.suppliers import ALIASES, GROUPS, SECTIONS, SUPPLIERS
from tests.factories import make_group, make_offer, make_price_list, make_supplier
from tests.world import MakeTask

pytestmark = pytest.mark.django_db


def test_rows_are_searched_by_what_people_know() -> None:
    supplier, disabled = make_supplier("Ромашка"), make_supplier("Other", enabled=False)
    group = make_group(supplier, disabled, name="ОПТ-2")
    alias = BrandAlias.objects.create(alias="Bosch Technik", brand="BOSCH")
    assert list(SUPPLIERS.rows("РОМ")) == list(SUPPLIERS.rows(supplier.code.lower())) == [supplier]
    assert [(row, row.in_all, row.enabled) for row in GROUPS.rows("опт")] == [(group, 2, 1)]
    assert list(ALIASES.rows("bosch-t")) == [alias]
    assert ALIASES.rows("™").count() == BrandAlias.objects.count()
    assert [section.model.__name__ for section in SECTIONS] == [
        "Supplier",
        "SupplierGroup",
        "BrandAlias",
    ]


def test_what_a_deletion_takes_along_is_counted(task_in: MakeTask) -> None:
    task = task_in(Status.PENDING)
    group = task.supplier_group
    supplier = group.suppliers.get()
    price_list = make_price_list(supplier)
    make_offer(price_list)
    price_list.rows_taken = 1234
    price_list.save()
    assert list(SUPPLIERS.losses(supplier)) == [
        "1,234 offers",
        "1 price list",
        "0 uploads with their files",
        "its place in: ОПТ-2",
        "its offers in 1 task that is under way",
    ]
    assert list(GROUPS.losses(group)) == ["1 task that names it, with its result and comments"]
    (loss,) = ALIASES.losses(BrandAlias(alias="A", brand="B"))
    assert "«A» find no offers of «B»" in loss
