from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from crossdock.models import Offer, PriceListImport, Supplier
from crossdock.models.lifecycle import Status
from crossdock.storage.users_files import users_files
from crossdock.views.price_list_imports import PAGE_SIZE
from tests import stored
from tests.factories import (
    make_group,
    make_import,
    make_offer,
    make_price_list,
    make_suggestion,
    make_supplier,
    make_user,
)
from tests.world import HTMX, make_task_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier(db: None) -> Supplier:
    return make_supplier()


@pytest.fixture
def task(staff: User, supplier: Supplier) -> PriceListImport:
    return make_import(staff, supplier, "Бренд;Артикул\n", "Прайс июнь.csv")


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
    assert users_files.names(task.folder) == []
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
    stored.put(task.left_out_file, b"Row,Reason,Text")
    answer = as_staff.get(address)
    assert b"".join(answer.streaming_content) == b"Row,Reason,Text"  # type: ignore[attr-defined]
    assert ".csv" in answer.headers["Content-Disposition"]


@pytest.fixture
def done(task: PriceListImport) -> PriceListImport:
    price_list = make_offer(make_price_list(task.supplier)).price_list
    price_list.rows_taken = 1234
    price_list.save()
    task.mark_as_running()
    assert task.mark_as_success(price_list=price_list, rows_taken=1234, rows_left_out=0)
    return task


def text_of(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_what_taking_back_means_is_said_before_it_is_done(
    as_staff: Client, done: PriceListImport, staff: User
) -> None:
    address = f"/price-lists/{done.pk}/withdraw/"
    assert "no other price list" in text_of(as_staff, address)
    before = make_price_list(done.supplier, 3)
    before.filename, before.rows_taken = "before.xlsx", 55
    before.save()
    group = make_group(done.supplier)
    make_task_in(Status.SUCCESS, staff, group)
    make_task_in(Status.RUNNING, staff, group)
    make_task_in(Status.RUNNING, staff, make_group())
    page = text_of(as_staff, address)
    assert "1,234 offers" in page
    assert "The list before it counts again: before.xlsx" in page
    assert "55 offers. It is 3 days old." in page
    assert "1 task that may buy from the supplier is under way" in page
    assert "1 task has ended since the list came" in page
    before.pruned_at = timezone.now()
    before.save()
    assert "are not kept any more (before.xlsx" in text_of(as_staff, address)
    make_price_list(done.supplier)
    assert "newer list stays as it is" in text_of(as_staff, address)
    assert PriceListImport.objects.get().withdrawn_at is None


def test_a_wrong_list_is_taken_back_in_two_clicks(
    as_staff: Client, done: PriceListImport, staff: User
) -> None:
    address = f"/price-lists/{done.pk}/withdraw/"
    assert f'href="{address}"' in text_of(as_staff, "/price-lists/")
    answer = as_staff.post(address, follow=True)
    page = " ".join(answer.content.decode().split())
    assert "is taken back: its offers do not count any more" in page
    assert "staff took this list back on" in page
    assert "Import again" in page
    assert not Offer.objects.exists()
    assert (
        "no offers that could be taken back" in as_staff.post(address, follow=True).content.decode()
    )
    assert "staff took this list back on" in text_of(as_staff, address)
    assert as_staff.get(f"/price-lists/{done.pk}/columns/").status_code == 200


def test_all_uploads_page_by_page(as_alice: Client, staff: User, supplier: Supplier) -> None:
    other = make_import(staff, make_supplier("Другой"), filename="other.csv")
    for number in range(PAGE_SIZE):
        make_import(staff, supplier, filename=f"list {number:02}.csv")
    page = text_of(as_alice, "/price-lists/uploads/")
    assert page.count("<article") == PAGE_SIZE
    assert page.index(f"list {PAGE_SIZE - 1:02}.csv") < page.index("list 00.csv")
    assert "other.csv" in text_of(as_alice, "/price-lists/uploads/?page=2")
    assert "other.csv" not in page
    page = text_of(as_alice, f"/price-lists/uploads/?supplier={other.supplier_id}")
    assert page.count("<article") == 1
    assert text_of(as_alice, "/price-lists/uploads/?supplier=x").count("<article") == PAGE_SIZE
    for odd in ("9" * 30, "0"):
        assert "No price list of this supplier" in text_of(
            as_alice, f"/price-lists/uploads/?supplier={odd}"
        )


def test_uploads_of_one_moment_have_an_order(
    as_alice: Client, staff: User, supplier: Supplier
) -> None:
    keys = [make_import(staff, supplier).pk for _number in range(PAGE_SIZE + 3)]
    PriceListImport.objects.update(created_at=timezone.now())
    pages = [as_alice.get("/price-lists/uploads/", {"page": number}) for number in (1, 2)]
    shown = [row.task.pk for page in pages for row in page.context["imports"]]
    assert shown == sorted(keys, reverse=True)


def test_an_upload_shows_its_report(as_staff: Client, done: PriceListImport) -> None:
    done.rows_in_stock = 0
    done.report = {"in_stock": 0, "left_out": {"no_article": 1200, "no_price": 3}}
    done.columns = {"brand": ["Бренд", "A"], "price": ["Цена", "C"], "guesses": ["price"]}
    done.save()
    page = text_of(as_staff, "/price-lists/uploads/")
    assert "no article: 1,200" in page
    assert "no price: 3" in page
    assert "No row of this list is in stock." in page
    assert "Brand: «Бренд» A" in page
    assert "Price (a guess): «Цена» C" in page


def test_an_upload_asks_about_brands_that_were_new(
    as_staff: Client, as_alice: Client, done: PriceListImport
) -> None:
    done.report = {"new_brands": [["mannfiltr", "MANN FILTR", 12], ["zyx", "ZYX", 1]]}
    done.save()
    version = as_staff.get("/price-lists/uploads/").context["version"]
    pair = make_suggestion("MANN-FILTER", "MANN FILTR")
    make_suggestion("AB", "CD")
    assert as_staff.get("/price-lists/uploads/").context["version"] != version
    said = as_staff.get("/price-lists/uploads/").content.decode()
    assert "2 brands that nobody has offered before:" in said
    assert "<b>MANN FILTR</b>" in said
    assert "Are <b>MANN-FILTER</b> and <b>MANN FILTR</b> one brand?" in said
    assert "<b>CD</b>" not in said
    assert "Propose to staff" in as_alice.get("/price-lists/uploads/").content.decode()
    form = {"key_1": pair.key_1, "key_2": pair.key_2, "answer": "YES", "said_on": "uploads"}
    answer = as_staff.post("/brands/decide/", form)
    assert answer.headers["Location"] == "/price-lists/uploads/"
    assert "one brand?" not in as_staff.get("/price-lists/uploads/").content.decode()


def test_polls_of_the_uploads(
    as_staff: Client, done: PriceListImport, django_capture_on_commit_callbacks: Any
) -> None:
    address = "/price-lists/uploads/"
    version = as_staff.get(address).context["version"]
    assert as_staff.get(address, {"version": version}, headers=HTMX).status_code == 204
    with django_capture_on_commit_callbacks(execute=True):
        done.withdraw(done.user)
    answer = as_staff.get(address, {"version": version}, headers=HTMX)
    assert "took this list back" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_uploads_take_no_query_for_each(
    as_staff: Client, staff: User, supplier: Supplier, django_assert_max_num_queries: Any
) -> None:
    for _ in range(2):
        make_import(staff, supplier)
    with django_assert_max_num_queries(20) as few:
        as_staff.get("/price-lists/uploads/")
    for number in range(9):
        make_import(make_user(f"user{number}"), make_supplier())
    with django_assert_max_num_queries(len(few)):
        as_staff.get("/price-lists/uploads/")
