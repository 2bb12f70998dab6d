from decimal import Decimal
from zipfile import ZipFile

import pytest
from django.db import connection

from crossdock.errors import UserError
from crossdock.models import CrossDockTask, Order
from crossdock.orders import making
from crossdock.orders.files import OrderFormat, write_orders
from crossdock.orders.lines import OrderLine
from crossdock.storage.users_files import users_files
from tests.factories import make_group, make_supplier, make_task, make_user
from tests.world import files  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def task() -> CrossDockTask:
    return make_task(make_user(), make_group(make_supplier("North")))


def no_list(_supplier, _lines):
    return None


def make(task: CrossDockTask, check=lambda: None) -> Order:
    suppliers = {each.name: each for each in task.supplier_group.suppliers.all()}
    lines = [OrderLine(7, "North", "Bosch", "1", Decimal(2), Decimal("1.50"))]
    return making.make_order(
        task, task.user, lines, [7], suppliers, OrderFormat.CSV, check, no_list
    )


def made(task: CrossDockTask) -> list[str]:
    return [name for name in users_files.names(task.folder) if "orders" in name]


def test_no_transaction_is_open_while_the_files_are_written(task, monkeypatch):
    open_while_writing = []

    def watched(*args):
        open_while_writing.append(connection.in_atomic_block)
        return write_orders(*args)

    monkeypatch.setattr(making, "write_orders", watched)
    order = make(task)
    assert open_while_writing == [False]
    assert (order.line_numbers, order.total, order.suppliers) == ([7], Decimal("3.00"), 1)
    with ZipFile(order.file.open()) as archive:
        assert len(archive.namelist()) == 2


def test_an_order_that_is_refused_leaves_nothing(task):
    def check() -> None:
        assert connection.in_atomic_block
        raise UserError("no")

    with pytest.raises(UserError):
        make(task, check)
    assert made(task) == []
    assert not Order.objects.exists()
