from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import Status
from crossdock.storage.users_files import users_files
from tests.factories import make_task
from tests.views.test_actions import said, status_of
from tests.world import HTMX, MakeTask

ACTIONS = ("cancel", "retry", "delete")


def act(client: Client, action: str, *tasks: object, **more: Any) -> Any:
    ids = [str(getattr(task, "pk", task)) for task in tasks]
    headers = more.pop("headers", {})
    return client.post(f"/tasks/{action}/", {"task": ids, **more}, headers=headers)


def one_of_each(task_in: MakeTask) -> list[CrossDockTask]:
    return [task_in(status) for status in Status]


@pytest.mark.parametrize(
    ("action", "message", "after"),
    [
        ("cancel", "2 tasks cancelled, 3 had ended already.", {"CANCELLED": 3}),
        ("retry", "2 tasks queued again, 3 were not failed or cancelled.", {"PENDING": 3}),
        ("delete", "3 tasks deleted, 2 are still under way.", {"PENDING": 1, "RUNNING": 1}),
    ],
)
def test_several_at_once(
    action: str, message: str, after: dict[str, int], as_alice: Client, task_in: MakeTask
) -> None:
    answer = act(as_alice, action, *one_of_each(task_in))
    assert answer.headers["Location"] == "/tasks/"
    assert said(answer) == [("success", message)]
    statuses = list(CrossDockTask.objects.values_list("status", flat=True))
    assert {status: statuses.count(status) for status in after} == after
    assert action != "delete" or len(statuses) == 2


@pytest.mark.parametrize("action", ACTIONS)
def test_nothing_is_done_if_one_of_them_is_somebody_elses(
    action: str, as_bob: Client, as_staff: Client, bob: Any, task_in: MakeTask
) -> None:
    tasks = one_of_each(task_in)
    CrossDockTask.objects.exclude(pk=tasks[0].pk).update(user=bob)
    before = [status_of(task) for task in tasks]
    assert act(as_bob, action, *tasks).status_code == 403
    assert [status_of(task) for task in tasks] == before
    assert act(as_staff, action, *tasks).status_code == 302


@pytest.mark.parametrize("action", ACTIONS)
def test_only_a_form_may_ask_for_it(action: str, as_alice: Client) -> None:
    assert as_alice.get(f"/tasks/{action}/").status_code == 405


def test_pressed_twice(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.FAILURE)
    assert said(act(as_alice, "retry", task)) == [("success", "1 task queued again.")]
    assert said(act(as_alice, "retry", task))[-1] == (
        "warning",
        "1 was not failed or cancelled.",
    )
    task.refresh_from_db()
    assert task.attempt == 2


def test_one_that_is_gone_by_now(as_alice: Client, task_in: MakeTask) -> None:
    stays, goes = task_in(), task_in(Status.SUCCESS)
    gone = goes.pk
    goes.delete()
    answer = act(as_alice, "cancel", stays, gone)
    assert said(answer) == [("success", "1 task cancelled, 1 is not there any more.")]


def test_none_ticked(as_alice: Client) -> None:
    assert said(act(as_alice, "cancel")) == [("warning", "No task is ticked.")]


def test_too_many_are_refused_kindly(as_alice: Client, pending: CrossDockTask) -> None:
    numbers = [f"00000000-0000-0000-0000-{number:012}" for number in range(500)]
    answer = act(as_alice, "cancel", pending, *numbers)
    assert said(answer)[0][0] == "warning"
    assert "up to 500" in said(answer)[0][1]
    assert status_of(pending) == Status.PENDING


def test_what_is_no_id_is_refused(as_alice: Client) -> None:
    assert act(as_alice, "cancel", "'; DROP TABLE").status_code == 400


def test_through_htmx_the_answer_is_the_page_of_the_table_and_the_message(
    as_alice: Client, task_in: MakeTask
) -> None:
    tasks = [task_in() for _number in range(26)]
    answer = act(as_alice, "cancel", tasks[0], address="q=req&page=2", headers=HTMX)
    page = answer.content.decode()
    assert page.lstrip().startswith('<div id="tasks"')
    assert answer.context["page"].number == 2
    assert 'hx-swap-oob="innerHTML"' in page
    assert "1 task cancelled." in page
    answer = act(as_alice, "cancel", tasks[1], address="q=REQ&page=2&sort=file")
    assert answer.headers["Location"] == "/tasks/?q=REQ&sort=file&page=2"
    answer = act(as_alice, "cancel", tasks[2], address="page=x&sort=//evil&next=//evil")
    assert answer.headers["Location"] == "/tasks/"


def test_delete_takes_the_files_along(
    as_alice: Client, task_in: MakeTask, django_capture_on_commit_callbacks: Any
) -> None:
    tasks = [task_in(Status.SUCCESS), task_in(Status.FAILURE)]
    with django_capture_on_commit_callbacks(execute=True):
        act(as_alice, "delete", *tasks)
    assert not any(users_files.names(task.folder) for task in tasks)


def test_only_tasks_that_may_be_changed_can_be_ticked(
    as_alice: Client, as_bob: Client, as_staff: Client, pending: CrossDockTask
) -> None:
    box = f'id="pick-{pending.pk}"'
    pages = [client.get("/tasks/").content.decode() for client in (as_alice, as_bob, as_staff)]
    assert [box in page for page in pages] == [True, False, True]


def test_without_its_file_a_task_is_not_retried(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.FAILURE)
    CrossDockTask.objects.update(files_removed_at=Now())
    answer = act(as_alice, "retry", task)
    assert said(answer) == [("warning", "the file of 1 is not kept any more.")]
    assert status_of(task) == Status.FAILURE


def test_all_that_match_the_filter_are_changed_and_nobody_elses(
    as_alice: Client, as_staff: Client, task_in: MakeTask, bob: User, group: SupplierGroup
) -> None:
    for _number in range(30):
        task_in(Status.FAILURE, filename="old.xlsx")
    kept = task_in(Status.FAILURE, filename="new.xlsx")
    others = make_task(bob, group, filename="old.xlsx")
    assert others.cancel()
    fields = {"every": "1", "address": "q=old"}
    answer = as_alice.post(reverse("crossdock:tasks_delete"), fields, follow=True)
    assert "30 tasks deleted." in answer.content.decode()
    assert {*CrossDockTask.objects.all()} == {kept, others}
    as_staff.post(reverse("crossdock:tasks_delete"), fields)
    assert [*CrossDockTask.objects.all()] == [kept]
