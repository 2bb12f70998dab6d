from django.http import QueryDict

from crossdock.forms.baskets import BasketForm
from crossdock.models import CrossDockTask
from crossdock.pipeline.basket_options import BasketOptions
from tests.factories import make_supplier
from tests.world import *  # noqa: F403  # its fixtures


def form(task: CrossDockTask, data: str, **earlier: object) -> BasketForm:
    options = BasketOptions(**earlier)  # type: ignore[arg-type]
    return BasketForm(QueryDict(f"seconds=60&{data}"), task=task, earlier=options)


def test_the_rules_are_options(pending: CrossDockTask) -> None:
    supplier = pending.supplier_group.suppliers.get()
    asked = form(pending, f"max_suppliers=2&budget=99.5&max_share=50&excluded={supplier.pk}")
    assert asked.is_valid()
    assert asked.options == BasketOptions(
        max_suppliers=2, budget=99.5, max_share=50.0, excluded=[supplier.pk]
    )


def test_pins_of_before_stay_but_for_what_the_page_says(pending: CrossDockTask) -> None:
    group = pending.supplier_group
    supplier, other = group.suppliers.get(), make_supplier(name="Other")
    group.suppliers.add(other)
    gone = make_supplier()
    asked = form(
        pending,
        "pin-2=&pin-3=Other&pin-x=Other",
        pins={"1": supplier.pk, "2": supplier.pk, "3": supplier.pk, "4": gone.pk},
    )
    assert asked.is_valid()
    assert asked.options.pins == {"1": supplier.pk, "3": other.pk}
    assert asked.names == {supplier.pk: supplier.name, other.pk: "Other"}


def test_a_supplier_that_is_not_in_the_group_is_named(pending: CrossDockTask) -> None:
    asked = form(pending, "pin-7=Nobody")
    assert "Line 7: there is no supplier “Nobody”" in str(asked.errors)
