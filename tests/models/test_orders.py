from datetime import UTC, datetime
from decimal import Decimal

from django.contrib.auth.models import User

from crossdock.models import CrossDockTask, Order
from crossdock.models.orders import digest, ordered_numbers
from tests import stored
from tests.world import *  # noqa: F403  # its fixtures
from tests.world import MakeTask


def test_orders_of_the_same_file_are_one_lists_orders(task_in: MakeTask, alice: User) -> None:
    task, again, other = task_in(), task_in(), task_in()
    stored.put(other.request_file, b"other lines")
    for ordered, numbers in ((again, [1, 3]), (again, [4]), (other, [7])):
        Order.objects.create(
            task=ordered,
            user=alice,
            list_digest=digest(ordered),
            line_numbers=numbers,
            total=Decimal(1),
            suppliers=1,
        )
    orders = Order.of_same_list(task)
    assert {order.task for order in orders} == {again}
    assert ordered_numbers(orders) == {1, 3, 4}
    orders[0].created_at = datetime(2026, 11, 27, 22, tzinfo=UTC)
    assert orders[0].filename == f"request 2026-11-28 {orders[0].pk}.zip", "the day in Moscow"


def test_a_file_that_is_not_kept_any_more_is_like_no_other(task_in: MakeTask) -> None:
    task, again = task_in(), task_in()
    assert digest(task) == digest(again)
    for each in (task, again):
        stored.remove(each.request_file)
    assert set(map(digest, CrossDockTask.objects.all())) == {str(task.pk), str(again.pk)}
