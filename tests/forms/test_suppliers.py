import pytest

from crossdock.forms.suppliers import SupplierForm
from crossdock.models import Supplier
from crossdock.orders.layout import OrderColumn, OrderLayout
from tests.factories import make_group, make_supplier

pytestmark = pytest.mark.django_db


def form(supplier: Supplier, **data: object) -> SupplierForm:
    needed = {"name": "New", "code": "new", "delivery_hours": 1}
    return SupplierForm(needed | data, instance=supplier)


def test_what_is_kept_in_other_shapes_is_shown_and_kept_again() -> None:
    supplier = make_supplier(weekdays="35")
    left, joined = make_group(supplier), make_group()
    blank = SupplierForm(instance=supplier)
    assert blank.initial["weekdays"] == ["3", "5"]
    assert blank.initial["order_columns"].startswith("Brand: Бренд\n")
    assert list(blank.initial["groups"]) == [left]
    changed = form(
        supplier,
        weekdays=["5", "1"],
        groups=[joined.pk],
        order_columns="Article: Код",
        order_name="x",
    )
    assert changed.is_valid(), changed.errors
    changed.save()
    supplier.refresh_from_db()
    assert supplier.weekdays == "15"
    assert list(supplier.groups.all()) == [joined]
    layout = OrderLayout.from_json(supplier.order_layout)
    assert layout == OrderLayout(((OrderColumn.ARTICLE, "Код"),), "x")


@pytest.mark.parametrize(
    ("field", "value"), [("file_name_pattern", "*.*"), ("order_columns", "Colour: Цвет")]
)
def test_what_would_fit_everything_or_nothing_is_refused(field: str, value: str) -> None:
    assert list(form(Supplier(), **{field: value}).errors) == [field]
