from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from crossdock.models import PriceListImport
from crossdock.models.lifecycle import Status
from tests.factories import make_import, make_price_list, make_supplier
from tests.world import HTMX

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(staff: User) -> PriceListImport:
    return make_import(staff, make_supplier(), "Бренд;Артикул\n", "Прайс июнь.csv")


def do(client: Client, task: PriceListImport, action: str, **headers: str) -> int:
    status = client.post(f"/price-lists/{task.pk}/{action}/", headers=headers).status_code
    if PriceListImport.objects.filter(pk=task.pk).exists():
        task.refresh_from_db()
    return status


def test_cancel_and_retry(as_staff: Client, task: PriceListImport) -> None:
    assert do(as_staff, task, "cancel") == 302
    assert task.status == Status.CANCELLED
    assert do(as_staff, task, "cancel", **HTMX) == 200
    assert do(as_staff, task, "retry") == 302
    assert (task.status, task.attempt) == (Status.PENDING, 2)
    do(as_staff, task, "retry")
    assert task.attempt == 2


def test_the_answer_says_what_happened(as_staff: Client, task: PriceListImport) -> None:
    address = f"/price-lists/{task.pk}/cancel/"
    assert "is cancelled" in as_staff.post(address, headers=HTMX).content.decode()
    assert "nothing to cancel" in as_staff.post(address, headers=HTMX).content.decode()


def test_delete_takes_the_files_and_leaves_the_offers(
    as_staff: Client, task: PriceListImport, django_capture_on_commit_callbacks: object
) -> None:
    price_list = make_price_list(task.supplier)
    task.mark_as_running()
    task.mark_as_success(price_list=price_list)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        do(as_staff, task, "delete")
    assert not PriceListImport.objects.exists()
    assert not Path(task.file.path).parent.exists()
    price_list.refresh_from_db()


@pytest.mark.parametrize("action", ["cancel", "retry", "delete"])
def test_actions_are_for_staff(as_alice: Client, task: PriceListImport, action: str) -> None:
    before = PriceListImport.objects.values().get()
    assert do(as_alice, task, action) == 403
    assert PriceListImport.objects.values().get() == before


@pytest.mark.parametrize("page", ["file", "left-out", "columns"])
def test_pages_are_for_staff(as_alice: Client, task: PriceListImport, page: str) -> None:
    assert as_alice.get(f"/price-lists/{task.pk}/{page}/").status_code == 403


def test_the_list_under_its_own_name(as_staff: Client, task: PriceListImport) -> None:
    answer = as_staff.get(f"/price-lists/{task.pk}/file/")
    assert "%D0%9F%D1%80" in answer.headers["Content-Disposition"]
    assert b"".join(answer.streaming_content).decode() == "Бренд;Артикул\n"  # type: ignore[attr-defined]


def test_rows_left_out(as_staff: Client, task: PriceListImport) -> None:
    address = f"/price-lists/{task.pk}/left-out/"
    assert as_staff.get(address).status_code == 404
    task.left_out_file = f"price_lists/{task.pk}/left-out-1.csv"
    task.save()
    Path(task.left_out_file.path).write_text("Row,Reason,Text")
    answer = as_staff.get(address)
    assert b"".join(answer.streaming_content) == b"Row,Reason,Text"  # type: ignore[attr-defined]
    assert ".csv" in answer.headers["Content-Disposition"]
