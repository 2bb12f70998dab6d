from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models.functions import Now

from crossdock.clock import retention
from crossdock.clock.retention import remove_files_past_their_time
from crossdock.models import CrossDockTask, Order
from crossdock.models.files import KeepsFiles
from crossdock.storage.users_files import StorageAway, users_files
from tests import stored
from tests.factories import make_group, make_import, make_supplier, make_task, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def days(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.FILES_KEPT_DAYS = 30


@pytest.fixture
def task() -> CrossDockTask:
    return make_task(make_user(), make_group())


def end(task: KeepsFiles, days_ago: int) -> None:
    type(task).objects.filter(pk=task.pk).update(finished_at=Now() - timedelta(days=days_ago))


def test_files_of_living_tasks_stay(task: CrossDockTask) -> None:
    CrossDockTask.objects.update(created_at=Now() - timedelta(days=300))
    assert remove_files_past_their_time() == 0
    assert stored.exists(task.request_file)


@pytest.mark.parametrize(("days_ago", "stays"), [(29, True), (31, False)])
def test_files_of_ended_tasks_go_after_their_time_and_the_row_stays(
    task: CrossDockTask, days_ago: int, stays: bool
) -> None:
    task.mark_as_running()
    for name in (task.claimed_result_name, f"{task.folder}/orders-1.zip"):
        stored.put(name)
    task.mark_as_success(result_file=task.claimed_result_name)
    Order.objects.create(
        task=task, user=task.user, total=0, suppliers=1, file=f"{task.folder}/orders-1.zip"
    )
    end(task, days_ago)
    assert remove_files_past_their_time() == (not stays)
    assert len(users_files.names(task.folder)) == (3 if stays else 0)
    task.refresh_from_db()
    assert task.has_file is stays
    assert remove_files_past_their_time() == 0


def test_price_lists_go_the_same_way() -> None:
    task = make_import(make_user(), make_supplier(), "x")
    end(task, 31)
    assert remove_files_past_their_time() == 1
    assert users_files.names(task.folder) == []


def test_what_cannot_be_removed_is_tried_again_and_stops_nothing(
    task: CrossDockTask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tasks = [task, *(make_task(task.user, task.supplier_group) for _number in range(4))]
    for age, each in enumerate(tasks):
        end(each, 40 - age)
    delete_folder = users_files.delete_folder

    def delete(folder: str) -> None:
        if folder in (tasks[0].folder, tasks[2].folder):
            raise StorageAway("503")
        delete_folder(folder)

    monkeypatch.setattr(retention, "BATCH", 2)
    monkeypatch.setattr(users_files, "delete_folder", delete)
    assert remove_files_past_their_time() == 3
    assert tasks[0].folder in caplog.text
    monkeypatch.undo()
    assert remove_files_past_their_time() == 2
