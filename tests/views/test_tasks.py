import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import Status
from crossdock.progress import Progress, Stage
from crossdock.redis_state import changes, progress
from tests.world import HTMX, MakeTask

LIST = "/tasks/"
ROWS = "/tasks/rows/"
NEW = "/tasks/new/"


def upload(client: Client, group: SupplierGroup, content: bytes = b"a;b", **more: Any) -> Any:
    fields = {"supplier_group": group.pk, "lookback_days": 2, **more}
    headers = fields.pop("headers", {})
    name = fields.pop("name", "request.csv")
    file = SimpleUploadedFile(name, content)
    return client.post(NEW, {"file": file, **fields}, headers=headers)


def running(task_in: MakeTask, done: int = 40) -> CrossDockTask:
    task = task_in(Status.RUNNING)
    report(task, done)
    return task


def report(task: CrossDockTask, done: int) -> None:
    now = Progress()
    now.report(Stage.READING, 100, 100)
    now.enter(Stage.MATCHING)
    now.report(Stage.MATCHING, done, 100)
    progress.write(task.progress_key, now.fields())
    changes.progress_moved()


@pytest.mark.parametrize("address", ["/", LIST])
def test_the_table_shows_everybodys_tasks(
    address: str, as_bob: Client, pending: CrossDockTask
) -> None:
    page = as_bob.get(address).content.decode()
    assert "request.xlsx" in page
    assert "alice" in page
    assert "ОПТ-2" in page
    assert "Waiting" in page


def test_an_empty_table_leads_on(as_alice: Client) -> None:
    page = as_alice.get(LIST).content.decode()
    assert reverse("crossdock:task_template") in page
    assert "<table" not in page


def test_a_running_task_shows_its_percentage_and_stage(as_alice: Client, task_in: MakeTask) -> None:
    running(task_in)
    page = as_alice.get(LIST).content.decode()
    percent = re.search(r'<span class="percent">(\d+)%</span>', page)
    assert percent
    assert 0 < int(percent[1]) < 99
    assert f'value="{percent[1]}"' in page
    assert "Looking up" in page


def test_a_finished_task_shows_its_result(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS, lines=1000, lines_found=999)
    page = as_alice.get(LIST).content.decode()
    assert reverse("crossdock:task_result", args=[task.pk]) in page
    assert "100%" in page
    assert "99% found" in page
    assert "999 of 1,000 lines" in page


def test_the_table_takes_the_same_queries_for_any_number_of_rows(
    as_alice: Client, task_in: MakeTask, django_assert_num_queries: Any
) -> None:
    for status in Status:
        task_in(status)
    with django_assert_num_queries(4):  # session, user, count, tasks
        as_alice.get(ROWS)


def test_the_table_has_pages(as_alice: Client, task_in: MakeTask) -> None:
    for _number in range(26):
        task_in()
    first, second = (as_alice.get(LIST, {"page": page}).content.decode() for page in (1, 2))
    assert first.count("<tr id=") == 25
    assert second.count("<tr id=") == 1
    assert f"{ROWS}?page=2" in second


@pytest.mark.parametrize(
    ("status", "seconds"), [(Status.PENDING, 1), (Status.RUNNING, 1), (Status.SUCCESS, 5)]
)
def test_the_page_polls_faster_while_something_moves(
    status: Status, seconds: int, as_alice: Client, task_in: MakeTask
) -> None:
    task_in(status)
    assert f'data-every="{seconds}"' in as_alice.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (Status.PENDING, {"cancel"}),
        (Status.RUNNING, {"cancel"}),
        (Status.SUCCESS, {"delete"}),
        (Status.FAILURE, {"retry", "delete"}),
        (Status.CANCELLED, {"retry", "delete"}),
    ],
)
def test_only_actions_that_can_be_used_are_offered(
    status: Status, offered: set[str], as_alice: Client, as_bob: Client, task_in: MakeTask
) -> None:
    task = task_in(status)
    addresses = {
        action: reverse(f"crossdock:task_{action}", args=[task.pk])
        for action in ("cancel", "retry", "delete")
    }
    for page_address in (LIST, reverse("crossdock:task_detail", args=[task.pk])):
        page = as_alice.get(page_address).content.decode()
        assert {action for action, address in addresses.items() if address in page} == offered
        page = as_bob.get(page_address).content.decode()
        assert not any(address in page for address in addresses.values())


def test_an_error_message_is_shown_and_escaped(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.FAILURE, error_message="No column <b>Артикул</b> in sheet 1.")
    page = as_alice.get(reverse("crossdock:task_detail", args=[task.pk])).content.decode()
    assert "No column &lt;b&gt;Артикул&lt;/b&gt; in sheet 1." in page


def test_a_tasks_page_shows_its_stages(as_alice: Client, task_in: MakeTask) -> None:
    task = running(task_in)
    page = as_alice.get(reverse("crossdock:task_detail", args=[task.pk])).content.decode()
    assert "100 of 100" in page
    assert "40 of 100" in page
    assert 'data-every="1"' in page


def test_a_tasks_page_shows_its_outcomes_and_polls_slowly(
    as_alice: Client, task_in: MakeTask
) -> None:
    counts = {"found": 1200, "not_found": 3}
    task = task_in(
        Status.SUCCESS,
        lines=1203,
        lines_found=1200,
        outcome_counts=counts,
        lines_by_offers=[3, 0, 0, 1200],
    )
    page = as_alice.get(reverse("crossdock:task_detail", args=[task.pk]))
    shares = page.context["row"].figures.shares
    assert [(str(each.filter.label), each.lines) for each in shares] == [
        *(("3 offers", 1200), ("Not found", 3)),
    ]
    assert "1,200" in page.content.decode()
    assert 'data-every="5"' in page.content.decode()


def test_a_tasks_page_says_when_its_prices_were_read(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    CrossDockTask.objects.update(prices_as_of=datetime(2026, 11, 28, 5, 7, tzinfo=UTC))
    page = as_alice.get(reverse("crossdock:task_detail", args=[task.pk])).content.decode()
    assert re.search(r"Prices as of</dt>\s*<dd>\s*28 Nov 2026, 08:07", page)


def test_the_upload_form_begins_with_the_last_group(
    as_alice: Client, as_bob: Client, pending: CrossDockTask
) -> None:
    form = as_alice.get(NEW).context["form"]
    assert form["supplier_group"].value() == pending.supplier_group_id
    assert form["lookback_days"].value() == 2
    assert as_bob.get(NEW).context["form"]["supplier_group"].value() is None


def test_an_upload_becomes_a_task(as_alice: Client, alice: User, group: SupplierGroup) -> None:
    answer = upload(
        as_alice,
        group,
        name="Список №1.csv",
        lookback_days=5,
        within_hours=48,
        comment="Срочно",
        content=b"a;b",
    )
    task = CrossDockTask.objects.get()
    assert answer.headers["Location"] == f"/tasks/{task.pk}/"
    assert task.filename == "Список №1.csv"
    assert task.request_file.read() == b"a;b"
    assert (task.user, task.supplier_group, task.lookback_days) == (alice, group, 5)
    assert task.within_hours == 48
    assert task.status == Status.PENDING
    assert [(each.text, each.user) for each in task.comments.all()] == [("Срочно", alice)]


def test_an_upload_through_htmx_leads_to_the_task(as_alice: Client, group: SupplierGroup) -> None:
    answer = upload(as_alice, group, headers=HTMX)
    task = CrossDockTask.objects.get()
    assert answer.headers["HX-Redirect"] == f"/tasks/{task.pk}/"


def test_a_refused_upload_says_why_beside_the_field(as_alice: Client, group: SupplierGroup) -> None:
    page = upload(as_alice, group, content=b"\x89PNG\r\n").content.decode()
    assert 'id="id_file_error"' in page
    assert 'aria-describedby="id_file_error"' in page
    assert ".xlsx, .xls" in page
    assert not CrossDockTask.objects.exists()


def test_a_refused_upload_through_htmx_answers_with_the_form_alone(
    as_alice: Client, group: SupplierGroup
) -> None:
    page = upload(as_alice, group, content=b"", headers=HTMX).content.decode()
    assert "The file is empty" in page
    assert page.lstrip().startswith("<form")
