import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now

from crossdock.files import remove_files_past_their_time
from crossdock.models import CrossDockTask
from tests.factories import make_group, make_task, make_user

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


def test_folders_of_deleted_tasks_go(task):
    folder = Path(task.request_file.path).parent
    age(Path(task.request_file.path), 2)
    task.delete()
    remove_files_past_their_time()
    assert not folder.exists()


def test_nothing_there_yet(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "nothing"
    assert remove_files_past_their_time() == 0
