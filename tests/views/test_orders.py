from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.test import Client
from openpyxl import load_workbook

from crossdock.models import CrossDockTask, Order, Supplier
from crossdock.models.lifecycle import Status
from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.results.lines import ResultLine
from crossdock.results.lines_file import keep_lines
from tests import stored
from tests.lines import columns
from tests.world import MakeTask


@pytest.fixture
def task(task_in: MakeTask) -> CrossDockTask:
    """Two lines of which the first asks for 12 pieces, in packs of 5."""
    task = task_in(Status.SUCCESS)
    supplier = Supplier.objects.get()
    supplier.discount, supplier.minimum_sum = Decimal(10), Decimal(1000)
    supplier.save()
    task.lines_file.name = f"tasks/{task.pk}/lines-1.sqlite3"
    task.save()
    offer = BestOffer(9.99, 20.0, supplier.name, 0, "Bosch\x1f0-986\x1f\x1f5")
    lines = [
        ResultLine("BOSCH", "0986", [offer], Outcome.FOUND, (), 12.0),
        ResultLine("BOSCH", "0987", [], Outcome.NOT_FOUND, (), 1.0),
    ]
    with stored.written(task.lines_file) as path, keep_lines(path) as keep:
        keep(columns(lines))
    return task


def test_orders_are_made_downloaded_and_left_out_of_the_next(
    as_alice: Client, alice: User, task: CrossDockTask
) -> None:
    address = f"/tasks/{task.pk}/orders/"
    page = as_alice.get(address).content.decode()
    assert "865.15 less than its minimum of 1,000.00" in page
    assert "1 line cannot be ordered, or not all of it" in page
    as_alice.post(address, {"format": "xlsx"})
    order = Order.objects.get()
    assert (order.user, order.line_numbers, order.total) == (alice, [1], Decimal("134.85"))
    answer = as_alice.get(f"{address}{order.pk}/")
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        name, _summary = archive.namelist()
        sheet = load_workbook(BytesIO(archive.read(name))).active
    assert [cell.value for cell in sheet[2]] == ["Bosch", "0-986", 15, 8.99, 134.85]
    assert "1 line of this list has been ordered already" in as_alice.get(address).content.decode()
    as_alice.post(address, {"format": "xlsx"})
    assert Order.objects.count() == 1
    as_alice.post(address, {"format": "csv-1251", "again": "1"})
    assert Order.objects.count() == 2


def test_the_same_file_uploaded_anew_is_the_same_list(
    as_alice: Client, task: CrossDockTask, task_in: MakeTask
) -> None:
    as_alice.post(f"/tasks/{task.pk}/orders/")
    assert list(Order.of_same_list(task_in())) == [Order.objects.get()]
    assert not Order.of_same_list(task_in(content=b"another")).exists()


def test_without_lines_there_is_nothing_to_order(as_alice: Client, task: CrossDockTask) -> None:
    stored.remove(task.lines_file)
    assert as_alice.get(f"/tasks/{task.pk}/orders/").status_code == 404
    assert as_alice.post(f"/tasks/{task.pk}/orders/").status_code == 404


def test_who_gets_a_plain_order_instead_of_its_own_list_is_told(
    as_alice: Client, task: CrossDockTask
) -> None:
    address, name = f"/tasks/{task.pk}/orders/", Supplier.objects.get().name
    as_alice.post(address, {"format": "own-list"})
    page = as_alice.get(address).content.decode()
    assert f"its own price list could not be filled in: {name}" in page
    answer = as_alice.get(f"{address}{Order.objects.get().pk}/")
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        summary = load_workbook(BytesIO(archive.read("Summary.xlsx"))).active
    assert [row[-1] for row in summary.values] == ["Order", "Plain order", None]
