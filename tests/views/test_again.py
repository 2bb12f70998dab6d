import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from crossdock.models import CrossDockTask, RememberedLayout
from crossdock.models.lifecycle import Status
from tests.factories import make_group, make_supplier
from tests.world import HTMX, MakeTask

ENDED = (Status.SUCCESS, Status.FAILURE, Status.CANCELLED)


def address(task: CrossDockTask) -> str:
    return reverse("crossdock:task_again", args=[task.pk])


@pytest.mark.parametrize("status", ENDED)
def test_the_form_is_filled_in_as_it_was(as_bob: Client, task_in: MakeTask, status: Status) -> None:
    task = task_in(status, lookback_days=9, within_hours=36)
    assert (
        address(task)
        in as_bob.get(reverse("crossdock:task_detail", args=[task.pk])).content.decode()
    )
    page = as_bob.get(address(task))
    form = page.context["form"]
    assert form["lookback_days"].value() == 9
    assert form["within_hours"].value() == 36
    assert form["supplier_group"].value() == task.supplier_group_id
    assert f'action="{address(task)}"' in page.content.decode()
    assert task.filename in page.content.decode()


def test_a_new_task_reads_the_stored_file_and_names_the_one_before(
    as_bob: Client, task_in: MakeTask
) -> None:
    task = task_in(Status.SUCCESS)
    group = make_group(make_supplier())
    answer = as_bob.post(address(task), {"supplier_group": group.pk, "lookback_days": 4})
    again = CrossDockTask.objects.get(again_of=task)
    assert answer.headers["Location"] == reverse("crossdock:task_detail", args=[again.pk])
    assert (again.user.username, again.status, again.filename) == ("bob", "PENDING", task.filename)
    assert (again.supplier_group, again.lookback_days) == (group, 4)
    assert again.request_file.name != task.request_file.name
    assert again.request_file.read() == task.request_file.read()
    page = as_bob.get(answer.headers["Location"]).content.decode()
    assert reverse("crossdock:task_detail", args=[task.pk]) in page
    task.remove()
    again.refresh_from_db()
    assert again.again_of is None
    assert again.request_file.read() is not None


def test_the_stored_file_is_shown_with_the_columns_it_was_read_by(
    as_bob: Client, task_in: MakeTask
) -> None:
    content = b"Code;Who;What;Other\n7;BOSCH;0986452041;GDB1\n"
    columns = {"brand": ["Who", "B"], "article": ["What", "C"], "is_complete": True}
    task = task_in(Status.SUCCESS, content=content, filename="list.csv", columns=columns)
    fields = {"supplier_group": task.supplier_group_id, "lookback_days": 4}
    page = as_bob.get(address(task)).content.decode()
    assert 'hx-trigger="load"' in page
    answer = as_bob.post(address(task), fields | {"preview": "1"}, headers=HTMX)
    selection = answer.context["page"].selection
    assert dict(selection.summary) == {"Brand": "B", "Article": "C"}
    assert 'hx-trigger="load"' not in answer.content.decode()
    fields |= {f"column_{number}": name for number, _letters, name in selection.selects}
    fields |= {"header_row": "1", "layout": selection.token}
    as_bob.post(address(task), fields)
    as_bob.post(address(task), fields | {"column_3": "", "column_4": "article"})
    changed, same = CrossDockTask.objects.filter(again_of=task)
    assert same.columns == columns
    assert changed.columns["article"] == ["Other", "D"]
    assert [same.request_file.read(), changed.request_file.read()] == [content] * 2
    remembered = RememberedLayout.objects.get()
    assert remembered.columns == changed.columns


def test_another_file_may_be_looked_at_first(as_bob: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    file = SimpleUploadedFile("other.csv", b"Brand;Article\nBOSCH;1\n")
    fields = {"supplier_group": task.supplier_group_id, "lookback_days": 4}
    answer = as_bob.post(address(task), fields | {"file": file, "preview": "1"}, headers=HTMX)
    kept = answer.context["form"].kept
    assert dict(answer.context["page"].selection.summary) == {"Brand": "A", "Article": "B"}
    task.delete_files()
    as_bob.post(address(task), fields | {"upload": kept.token})
    assert CrossDockTask.objects.get(again_of=task).filename == "other.csv"


def test_another_file_may_be_chosen(as_bob: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    file = SimpleUploadedFile("other.csv", b"Brand;Article")
    fields = {"supplier_group": task.supplier_group_id, "lookback_days": 4, "file": file}
    as_bob.post(address(task), fields)
    assert CrossDockTask.objects.get(again_of=task).filename == "other.csv"


def test_a_file_that_is_not_kept_any_more_is_asked_for(as_bob: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    task.delete_files()
    fields = {"supplier_group": task.supplier_group_id, "lookback_days": 4}
    page = as_bob.post(address(task), fields, headers=HTMX)
    assert "not kept any more. Choose it again." in page.content.decode()
    assert "<html" not in page.content.decode()
    assert not CrossDockTask.objects.filter(again_of=task).exists()


@pytest.mark.parametrize("status", [Status.PENDING, Status.RUNNING])
def test_a_task_under_way_is_not_run_again(
    as_bob: Client, task_in: MakeTask, status: Status
) -> None:
    task = task_in(status)
    answer = as_bob.post(address(task), {}, follow=True)
    assert "still under way" in answer.content.decode()
    assert CrossDockTask.objects.count() == 1
    assert address(task) not in answer.content.decode()


def test_the_next_upload_begins_with_the_last_group_and_lookback(
    as_alice: Client, task_in: MakeTask
) -> None:
    task = task_in(Status.SUCCESS, lookback_days=30)
    form = as_alice.get(reverse("crossdock:task_create")).context["form"]
    assert form["lookback_days"].value() == 30
    assert form["supplier_group"].value() == task.supplier_group_id
