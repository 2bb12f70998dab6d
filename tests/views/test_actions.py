from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.storage.users_files import users_files
from tests.world import HTMX, MakeTask

ACTIONS = ("cancel", "retry", "delete")


def address(action: str, task: CrossDockTask) -> str:
    return reverse(f"crossdock:task_{action}", args=[task.pk])


def said(answer: Any) -> list[tuple[str, str]]:
    return [(each.level_tag, str(each)) for each in get_messages(answer.wsgi_request)]


def status_of(task: CrossDockTask) -> str:
    return CrossDockTask.objects.get(pk=task.pk).status


@pytest.mark.parametrize("action", ACTIONS)
def test_actions_are_the_owners_and_staffs(
    action: str, as_bob: Client, as_staff: Client, task_in: MakeTask
) -> None:
    task = task_in(Status.FAILURE)
    assert as_bob.post(address(action, task)).status_code == 403
    assert status_of(task) == Status.FAILURE
    assert as_staff.post(address(action, task)).status_code == 302


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_acts_by_following_a_link(
    action: str, as_alice: Client, pending: CrossDockTask
) -> None:
    assert as_alice.get(address(action, pending)).status_code == 405
    assert status_of(pending) == Status.PENDING


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_on_a_task_that_is_gone(
    action: str, as_alice: Client, pending: CrossDockTask
) -> None:
    where = address(action, pending)
    pending.delete()
    assert as_alice.post(where).status_code == 404


@pytest.mark.parametrize("status", [Status.PENDING, Status.RUNNING])
def test_cancel(status: Status, as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(status)
    answer = as_alice.post(address("cancel", task))
    assert answer.headers["Location"] == reverse("crossdock:task_detail", args=[task.pk])
    assert said(answer) == [("success", "request.xlsx is cancelled.")]
    assert status_of(task) == Status.CANCELLED


@pytest.mark.parametrize("status", [Status.SUCCESS, Status.FAILURE, Status.CANCELLED])
def test_cancel_comes_too_late(status: Status, as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(status)
    answer = as_alice.post(address("cancel", task))
    assert said(answer) == [("warning", "request.xlsx had ended already: nothing to cancel.")]
    assert status_of(task) == status


def test_retry(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.FAILURE)
    assert said(as_alice.post(address("retry", task)))[-1][0] == "success"
    assert said(as_alice.post(address("retry", task)))[-1][0] == "warning"
    task.refresh_from_db()
    assert (task.status, task.attempt) == (Status.PENDING, 2)


def test_an_action_in_the_table_answers_with_the_row_and_the_message(
    as_alice: Client, pending: CrossDockTask
) -> None:
    headers = {**HTMX, "HX-Target": f"task-{pending.pk}"}
    page = as_alice.post(address("cancel", pending), headers=headers).content.decode()
    assert page.lstrip().startswith(f'<tr id="task-{pending.pk}">')
    assert 'hx-swap-oob="innerHTML"' in page
    assert "request.xlsx is cancelled." in page
    assert address("retry", pending) in page


def test_an_action_on_the_tasks_page_answers_with_its_live_part(
    as_alice: Client, pending: CrossDockTask
) -> None:
    headers = {**HTMX, "HX-Target": "task-live"}
    page = as_alice.post(address("cancel", pending), headers=headers).content.decode()
    assert page.lstrip().startswith('<div id="task-live"')
    assert "request.xlsx is cancelled." in page


@pytest.mark.parametrize("status", Status)
def test_delete_takes_the_files_along(
    status: Status,
    as_alice: Client,
    task_in: MakeTask,
    django_capture_on_commit_callbacks: Any,
) -> None:
    task = task_in(status)
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_alice.post(address("delete", task))
    assert answer.headers["Location"] == "/tasks/"
    assert not CrossDockTask.objects.exists()
    assert users_files.names(task.folder) == []


def test_delete_in_the_table_answers_with_the_message(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    headers = {**HTMX, "HX-Target": f"task-{task.pk}"}
    page = as_alice.post(address("delete", task), headers=headers).content.decode()
    assert "request.xlsx is deleted." in page
    assert "<tr" not in page


def test_delete_on_the_tasks_page_leads_to_the_table(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    headers = {**HTMX, "HX-Target": "task-live"}
    answer = as_alice.post(address("delete", task), headers=headers)
    assert answer.headers["HX-Redirect"] == "/tasks/"


def test_without_its_file_a_task_has_no_retry(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.FAILURE)
    assert address("retry", task) in as_alice.get("/tasks/").content.decode()
    CrossDockTask.objects.update(files_removed_at=Now())
    assert address("retry", task) not in as_alice.get("/tasks/").content.decode()
    kind, text = said(as_alice.post(address("retry", task)))[-1]
    assert (kind, text) == ("warning", f"{task} is not kept any more. Upload it again.")
    task.refresh_from_db()
    assert task.status == Status.FAILURE
