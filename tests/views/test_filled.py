from django.test import Client
from django.urls import reverse

from crossdock.models import CrossDockTask, FilledFile
from crossdock.models.lifecycle import Status
from tests import stored
from tests.world import HTMX, MakeTask


def address(task: CrossDockTask, name: str = "task_filled") -> str:
    return reverse(f"crossdock:{name}", args=[task.pk])


def page(client: Client, task: CrossDockTask) -> str:
    return client.get(reverse("crossdock:task_detail", args=[task.pk])).content.decode()


def test_it_is_made_when_it_is_first_asked_for(as_bob: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    assert "Write the answers into a copy" in page(as_bob, task)
    assert as_bob.get(address(task)).status_code == 404
    for _again in range(2):
        answer = as_bob.post(address(task), headers=HTMX)
        assert "Write the answers into a copy" not in answer.content.decode()
    filled = FilledFile.objects.get(task=task)
    assert filled.status == Status.PENDING
    assert 'aria-label="Progress"' in page(as_bob, task)


def test_it_is_downloaded_and_the_page_says_what_was_left_alone(
    as_bob: Client, task_in: MakeTask
) -> None:
    task = task_in(Status.SUCCESS, filename="Заявка.xlsm")
    filled = FilledFile.ask_for(task)
    assert filled.mark_as_running()
    stored.put(filled.claimed_name, b"filled")
    assert filled.mark_as_success(file=filled.claimed_name, size=6, left_alone=2)
    assert "2 cells held something already" in page(as_bob, task)
    answer = as_bob.get(address(task))
    assert b"".join(answer.streaming_content) == b"filled"
    assert answer.headers["Content-Type"].endswith("macroEnabled.12")


def test_why_it_could_not_be_made(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    filled = FilledFile.ask_for(task)
    assert filled.mark_as_running()
    assert filled.mark_as_failed("The sheet is protected.")
    html = page(as_alice, task)
    assert "The sheet is protected." in html
    assert "Write the answers into a copy" in html


def test_its_owner_cancels_it(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    FilledFile.ask_for(task)
    for _again in range(2):
        as_alice.post(address(task, "task_filled_cancel"))
    assert FilledFile.objects.get().status == Status.CANCELLED


def test_other_formats_get_no_such_file_and_the_page_says_so(
    as_alice: Client, task_in: MakeTask
) -> None:
    task = task_in(Status.SUCCESS, filename="request.csv")
    assert ".xlsx and .xlsm files only" in page(as_alice, task)
    as_alice.post(address(task))
    assert not FilledFile.objects.exists()


def test_there_is_nothing_to_fill_before_the_result(
    as_alice: Client, pending: CrossDockTask
) -> None:
    as_alice.post(address(pending))
    assert not FilledFile.objects.exists()


def test_a_csv_in_no_known_encoding(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    answer = as_alice.get(f"{address(task, 'task_result_csv')}?encoding=rot13")
    assert answer.status_code == 404
