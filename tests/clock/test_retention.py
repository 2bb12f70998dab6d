import os
import shutil
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db.models.functions import Now

from crossdock.clock.retention import remove_files_past_their_time
from crossdock.models import CrossDockTask, Order
from tests.factories import make_group, make_import, make_supplier, make_task, make_user

pytestmark = pytest.mark.django_db

DAY = 24 * 3600


@pytest.fixture
def task(settings, tmp_path) -> CrossDockTask:
    settings.MEDIA_ROOT = tmp_path
    settings.FILES_KEPT_DAYS = 30
    return make_task(make_user(), make_group())


def put(task: CrossDockTask, name: str, days_old: float) -> Path:
    path = Path(task.request_file.path).parent / name
    path.write_bytes(b"x")
    age(path, days_old)
    return path


def age(path: Path, days: float) -> None:
    then = time.time() - days * DAY
    os.utime(path, (then, then))


def test_files_of_living_tasks_stay(task):
    age(Path(task.request_file.path), 100)
    assert remove_files_past_their_time() == 0
    assert Path(task.request_file.path).exists()


def test_what_nobody_points_to_goes_after_a_day(task):
    old, new = put(task, ".abc.part", 1.1), put(task, "result-7.xlsx", 0.9)
    assert remove_files_past_their_time() == 1
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize(("days", "stays"), [(29, True), (31, False)])
def test_files_of_ended_tasks_go_after_their_time_and_the_row_stays(task, days, stays):
    age(Path(task.request_file.path), days)
    task.cancel()
    CrossDockTask.objects.update(finished_at=Now() - timedelta(days=days))
    remove_files_past_their_time()
    assert Path(task.request_file.path).exists() is stays
    assert CrossDockTask.objects.filter(pk=task.pk).exists()


def test_a_result_and_its_lines_stay_together_and_go_together(task):
    task.mark_as_running()
    names = (task.claimed_result_name, task.claimed_lines_name)
    paths = [put(task, Path(name).name, 29) for name in names]
    task.mark_as_success(result_file=names[0], lines_file=names[1])
    remove_files_past_their_time()
    assert [path.exists() for path in paths] == [True, True]

    age(Path(task.request_file.path), 31)
    CrossDockTask.objects.update(finished_at=Now() - timedelta(days=31))
    remove_files_past_their_time()
    assert not paths[0].parent.exists()


def test_orders_stay_as_long_as_the_rest_of_their_task(task):
    paths = [put(task, f"orders-{each}.zip", 29) for each in range(2)]
    for path in paths:
        Order.objects.create(
            task=task, user=task.user, total=0, suppliers=1, file=f"tasks/{task.pk}/{path.name}"
        )
    assert remove_files_past_their_time() == 0
    assert [path.exists() for path in paths] == [True, True]


def test_folders_of_deleted_tasks_go(task):
    folder = Path(task.request_file.path).parent
    age(Path(task.request_file.path), 2)
    task.delete()
    remove_files_past_their_time()
    assert not folder.exists()


def test_nothing_there_yet(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "nothing"
    assert remove_files_past_their_time() == 0


def test_price_lists_and_rows_left_out_go_the_same_way(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.FILES_KEPT_DAYS = 30
    task = make_import(make_user(), make_supplier(), "x")
    folder = Path(task.file.path).parent
    left_out, orphan = folder / "left-out-2.csv", folder / "left-out-1.csv"
    for path in (left_out, orphan):
        path.write_bytes(b"x")
        age(path, 40)
    task.mark_as_running()
    task.mark_as_success(left_out_file=f"price_lists/{task.pk}/left-out-2.csv")
    assert remove_files_past_their_time() == 1
    assert (left_out.exists(), orphan.exists()) == (True, False)

    age(Path(task.file.path), 40)
    type(task).objects.update(finished_at=Now() - timedelta(days=31))
    assert remove_files_past_their_time() == 1
    assert not folder.exists()
    assert type(task).objects.exists()


def test_uploads_that_came_to_nothing_go_after_a_day(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    path = tmp_path / "price_lists" / "6d3a1b52-0000-4000-8000-000000000000" / "list.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    assert remove_files_past_their_time() == 0
    age(path, 1.1)
    assert remove_files_past_their_time() == 1
    assert not path.parent.exists()


def test_uploads_of_killed_web_processes_go_after_an_hour(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    old, new = (
        Path(TemporaryUploadedFile(name, "", 0, None).temporary_file_path())
        for name in ("old.xlsx", "new.csv")
    )
    for path in (old, new):
        path.write_bytes(b"half of it")
    age(old, 0.05)
    assert remove_files_past_their_time() == 1
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == [new]


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_files_that_vanish_meanwhile_stop_nothing(task):
    """A worker's part becomes its file, a task is deleted with its folder: again and again."""
    folder = Path(task.request_file.path).parent
    done = threading.Event()

    def rename() -> None:
        part, whole = folder / ".part", folder / "whole"
        other = folder.parent / "6d3a1b52-0000-4000-8000-000000000000"
        while not done.is_set():
            part.write_bytes(b"x")
            part.rename(whole)
            whole.unlink()
            other.mkdir()
            (other / "request.xlsx").write_bytes(b"x")
            shutil.rmtree(other)

    thread = threading.Thread(target=rename)
    thread.start()
    try:
        for _run in range(300):
            remove_files_past_their_time()
    finally:
        done.set()
        thread.join()
    assert Path(task.request_file.path).exists()


def test_what_cannot_be_removed_stops_nothing(task, caplog):
    others = [make_task(task.user, task.supplier_group) for _number in range(2)]
    for each in (task, *others):
        put(each, ".abc.part", 2)
    odd = Path(task.request_file.path).parent / ".odd.part"
    odd.mkdir()
    age(odd, 2)
    assert remove_files_past_their_time() == 3
    assert odd.exists()
    assert ".odd.part" in caplog.text
