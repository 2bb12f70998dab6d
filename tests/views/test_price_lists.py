from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crossdock.models import OffersRefresh, PriceListImport, Supplier
from crossdock.models.lifecycle import LEASE
from crossdock.progress import Progress, Stage
from crossdock.redis_state import progress
from crossdock.views.price_lists import PAGE_SIZE
from tests.factories import make_import, make_price_list, make_supplier
from tests.world import HTMX

pytestmark = pytest.mark.django_db

PAGE = "/price-lists/"


def text_of(client: Client, **query: Any) -> str:
    return " ".join(client.get(PAGE, query).content.decode().split())


def row_of(page: str, supplier: Supplier) -> str:
    return page.partition(f'<tr id="supplier-{supplier.pk}"')[2].partition("</tr>")[0]


@pytest.fixture
def supplier(db: None) -> Supplier:
    return make_supplier("Автоспутник")


def test_each_suppliers_last_list_with_its_age(as_alice: Client, supplier: Supplier) -> None:
    make_price_list(supplier, 3)
    price_list = make_price_list(supplier, 2)
    price_list.filename, price_list.rows_taken, price_list.rows_left_out = "prices.xlsx", 1234, 56
    price_list.save()
    row = row_of(text_of(as_alice), supplier)
    assert "prices.xlsx" in row
    assert "2 days old" in row
    assert "1,234" in row
    assert "56" in row
    assert "usually every day" in row
    assert "Overdue" not in row


def test_quiet_suppliers_are_warned_of_and_can_be_listed_alone(
    as_alice: Client, supplier: Supplier
) -> None:
    make_price_list(supplier, 0)
    quiet = make_supplier("Тихий")
    make_price_list(quiet, 9)
    never, disabled = make_supplier("Новый"), make_supplier("Бывший", enabled=False)
    page = text_of(as_alice)
    assert "2 suppliers have sent no price list for longer than usual" in page
    assert "Overdue" in row_of(page, quiet)
    assert "No price list yet" in row_of(page, never)
    assert "disabled" in row_of(page, disabled)
    assert "Overdue" not in row_of(page, disabled)
    page = text_of(as_alice, quiet="1")
    assert row_of(page, quiet)
    assert not row_of(page, supplier)


def test_suppliers_are_found_by_name_or_code(as_alice: Client, supplier: Supplier) -> None:
    other = make_supplier("Other")
    for query in ("спутник", supplier.code.lower()):
        page = text_of(as_alice, q=query)
        assert row_of(page, supplier)
        assert not row_of(page, other)
    assert "No supplier like that" in text_of(as_alice, q="nobody")


def test_pages(as_alice: Client) -> None:
    suppliers = [make_supplier(f"S{number:03}") for number in range(PAGE_SIZE + 5)]
    assert not row_of(text_of(as_alice), suppliers[-1])
    page = text_of(as_alice, page=2, q="S", quiet="1")
    assert row_of(page, suppliers[-1])
    assert "?q=S&amp;quiet=1&amp;page=1" in page


def test_the_number_of_queries_does_not_grow_with_the_suppliers(
    as_staff: Client, staff: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            as_staff.get(PAGE)
        return len(found)

    def add(count: int) -> None:
        for _number in range(count):
            supplier = make_supplier()
            task = make_import(staff, supplier, left_out_file="x.csv")
            task.mark_as_running()
            task.mark_as_success(price_list=make_price_list(supplier), left_out_file="x.csv")

    add(1)
    few = queries()
    add(20)
    assert queries() == few


def test_rows_left_out_are_offered_to_staff(
    as_staff: Client, as_alice: Client, staff: User, supplier: Supplier
) -> None:
    task = make_import(staff, supplier)
    task.mark_as_running()
    task.mark_as_success(price_list=make_price_list(supplier), left_out_file="x.csv")
    address = f"/price-lists/{task.pk}/left-out/"
    assert address in row_of(text_of(as_staff), supplier)
    assert address not in text_of(as_alice)


def running(staff: User, supplier: Supplier) -> PriceListImport:
    task = make_import(staff, supplier, filename="prices.xlsx")
    task.mark_as_running()
    return task


def test_an_import_under_way_is_shown_with_its_progress(
    as_alice: Client, staff: User, supplier: Supplier
) -> None:
    task = running(staff, supplier)
    report = Progress(weights=task.stage_weights)
    report.enter(Stage.WRITING)
    report.report(Stage.READING, 50_000, 100_000)
    report.report(Stage.WRITING, 50_000, 100_000)
    progress.write(task.progress_key, report.fields())
    page = text_of(as_alice)
    assert "prices.xlsx" in page
    assert "50%" in page
    assert "50,000 of 100,000 rows" in page


def test_only_staff_gets_buttons(
    as_staff: Client, as_alice: Client, staff: User, supplier: Supplier
) -> None:
    task = running(staff, supplier)
    address = f"/price-lists/{task.pk}/cancel/"
    assert address in text_of(as_staff)
    page = text_of(as_alice)
    assert address not in page
    assert "/price-lists/new/" not in page


@pytest.mark.django_db(transaction=True)
def test_polls(as_alice: Client, staff: User, supplier: Supplier) -> None:
    version = as_alice.get(PAGE).context["version"]

    def poll() -> Any:
        return as_alice.get("/price-lists/rows/", {"version": version}, headers=HTMX)

    assert poll().status_code == 204
    task = running(staff, supplier)
    answer = poll()
    assert "prices.xlsx" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    version = answer.context["version"]
    assert poll().status_code == 204
    make_price_list(supplier)
    assert poll().status_code == 200
    version = poll().context["version"]
    task.delete()
    assert "prices.xlsx" not in poll().content.decode()


def test_the_age_of_the_view(as_alice: Client) -> None:
    assert "have not been made ready for fast look-up yet" in text_of(as_alice)
    OffersRefresh.request()
    assert "They will be made ready anew in a moment" in text_of(as_alice)
    refresh = OffersRefresh.objects.get()
    refresh.mark_as_running()
    assert "They are being made ready anew" in text_of(as_alice)
    refresh.mark_as_success()
    page = text_of(as_alice)
    assert "0 minutes ago" in page
    assert "anew" not in page

    OffersRefresh.request()
    failed = OffersRefresh.objects.exclude(pk=refresh.pk).get()
    failed.mark_as_running()
    OffersRefresh.objects.filter(pk=failed.pk).update(started_at=Now() - LEASE)
    failed.mark_as_failed("no space left")
    assert "This failed the last time" in text_of(as_alice)
    assert "no space left" in text_of(as_alice)


@pytest.mark.django_db(transaction=True)
def test_the_bar_of_a_running_refresh_moves_by_time_alone(as_alice: Client) -> None:
    def end(refresh: OffersRefresh) -> None:
        refresh.mark_as_running()
        refresh.mark_as_success()
        OffersRefresh.objects.update(started_at=Now() - timedelta(seconds=100), finished_at=Now())

    def poll(version: str) -> Any:
        return as_alice.get(f"{PAGE}rows/", {"version": version}, headers=HTMX)

    OffersRefresh.request()
    end(OffersRefresh.objects.get())
    version = text_of(as_alice).partition('"version": "')[2].partition('"')[0]
    OffersRefresh.request()
    OffersRefresh.objects.get(status="PENDING").mark_as_running()
    page = poll(version).content.decode()
    assert 'data-every="1"' in page
    version = page.partition('"version": "')[2].partition('"')[0]
    assert poll(version).status_code == 204
    OffersRefresh.objects.filter(status="RUNNING").update(
        started_at=Now() - timedelta(seconds=40), lease_until=Now() + LEASE
    )
    assert 'value="40"' in poll(version).content.decode()


def test_a_list_without_stock_is_said_loudly(
    as_staff: Client, staff: User, supplier: Supplier
) -> None:
    warning, note = "No row of this list is in stock", "sheet «Розница»"
    task = make_import(staff, supplier, rows_taken=5, rows_in_stock=1)
    assert warning not in text_of(as_staff)
    task.rows_in_stock, task.notes = 0, {"left_out": ["Розница"]}
    task.save()
    assert warning in text_of(as_staff)
    assert note in text_of(as_staff)
