from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from crossdock.models import PriceListImport, Supplier
from crossdock.models.lifecycle import Status
from crossdock.pages.withdrawal import Withdrawal, withdrawal_of
from tests.factories import make_import, make_price_list
from tests.world import MakeTask


def imported(supplier: Supplier, user: User, days_old: int) -> PriceListImport:
    price_list = make_price_list(supplier, days_old)
    price_list.rows_taken = 7
    price_list.save()
    task = make_import(user, supplier)
    assert task.mark_as_running()
    assert task.mark_as_success(price_list=price_list)
    task.refresh_from_db()
    return task


def test_what_comes_of_taking_a_list_back(task_in: MakeTask, staff: User) -> None:
    supplier = task_in(Status.RUNNING).supplier_group.suppliers.get()
    assert withdrawal_of(make_import(staff, supplier)) is None
    first = imported(supplier, staff, 3)
    alone = withdrawal_of(first)
    assert alone == Withdrawal(7, None, is_newest=True, tasks_under_way=1, tasks_ended=0)
    assert alone.age == 0
    task_in(Status.SUCCESS)
    second = withdrawal_of(imported(supplier, staff, 0))
    assert second is not None
    assert (second.last, second.age, second.is_newest) == (first.price_list, 3, True)
    older = withdrawal_of(first)
    assert older is not None
    assert (older.is_newest, older.tasks_ended) == (False, 1)
    assert first.price_list is not None
    first.price_list.pruned_at = timezone.now() - timedelta(days=1)
    pruned = withdrawal_of(first)
    assert pruned is None or pruned.offers == 0
