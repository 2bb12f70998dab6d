from crossdock.forms.negotiation import NegotiationForm
from crossdock.models import CrossDockTask, Supplier
from tests.factories import make_supplier
from tests.world import *  # noqa: F403  # its fixtures


def offered(task: CrossDockTask | None) -> set[Supplier]:
    return set(NegotiationForm(task=task).fields["supplier"].queryset)  # type: ignore[attr-defined]


def test_of_a_task_one_of_its_suppliers_is_chosen(pending: CrossDockTask) -> None:
    supplier, other = pending.supplier_group.suppliers.get(), make_supplier()
    pending.supplier_group.suppliers.add(make_supplier(enabled=False))
    assert offered(pending) == {supplier}
    assert offered(None) == {supplier, other}
