import os
import shutil
import threading
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile

from crossdock.clock.orphans import LOOKED_AT_FOR, remove_orphans
from crossdock.models import CrossDockTask, Order
from tests.factories import make_group, make_import, make_supplier, make_task, make_user

pytestmark = pytest.mark.django_db

DAY = 24 * 3600


@pytest.fixture(autouse=True)
def root(settings, tmp_path) -> Path:
    """The folder of all files, wherever other tests have theirs."""
    folder = {"BACKEND": "crossdock.storage.folder.Folder"}
    settings.STORAGES = settings.STORAGES | {"default": folder}
    settings.MEDIA_ROOT, settings.FILE_UPLOAD_TEMP_DIR = tmp_path, None
    return tmp_path


@pytest.fixture
def task() -> CrossDockTask:
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
    assert remove_orphans() == 0
    assert Path(task.request_file.path).exists()


def test_what_nobody_points_to_goes_after_a_day(task):
    old, new = put(task, ".abc.part", 1.1), put(task, "result-7.xlsx", 0.9)
    assert remove_orphans() == 1
    assert (old.exists(), new.exists()) == (False, True)


def test_orders_stay_as_long_as_the_rest_of_their_task(task):
    paths = [put(task, f"orders-{each}.zip", 29) for each in range(2)]
    for path in paths:
        Order.objects.create(
            task=task, user=task.user, total=0, suppliers=1, file=f"tasks/{task.pk}/{path.name}"
        )
    assert remove_orphans() == 0
    assert [path.exists() for path in paths] == [True, True]


def test_folders_of_deleted_tasks_go(task):
    folder = Path(task.request_file.path).parent
    age(Path(task.request_file.path), 2)
    task.delete()
    remove_orphans()
    assert not folder.exists()


def test_nothing_there_yet(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "nothing"
    assert remove_orphans() == 0


def test_price_lists_and_rows_left_out_go_the_same_way():
    task = make_import(make_user(), make_supplier(), "x")
    folder = Path(task.file.path).parent
    left_out, orphan = folder / "left-out-2.csv", folder / "left-out-1.csv"
    for path in (left_out, orphan):
        path.write_bytes(b"x")
        age(path, 40)
    task.mark_as_running()
    task.mark_as_success(left_out_file=f"price_lists/{task.pk}/left-out-2.csv")
    assert remove_orphans() == 1
    assert (left_out.exists(), orphan.exists()) == (True, False)


@pytest.mark.parametrize("folder", ["previews", "price_lists"])
def test_uploads_that_came_to_nothing_go_after_a_day(folder, tmp_path):
    path = tmp_path / folder / "6d3a1b52-0000-4000-8000-000000000000" / "list.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    assert remove_orphans() == 0
    age(path, 1.1)
    assert remove_orphans() == 1
    assert not path.parent.exists()


def test_uploads_of_killed_web_processes_go_after_an_hour(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    old, new = (
        Path(TemporaryUploadedFile(name, "", 0, None).temporary_file_path())
        for name in ("old.xlsx", "new.csv")
    )
    for path in (old, new):
        path.write_bytes(b"half of it")
    age(old, 0.05)
    assert remove_orphans() == 1
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
            remove_orphans()
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
    assert remove_orphans() == 3
    assert odd.exists()
    assert ".odd.part" in caplog.text


def test_a_folder_that_has_long_not_changed_is_not_looked_through(task):
    orphan = put(task, ".abc.part", 2)
    age(orphan.parent, LOOKED_AT_FOR.days + 1)
    assert remove_orphans() == 0
    age(orphan.parent, LOOKED_AT_FOR.days - 1)
    assert remove_orphans() == 1
