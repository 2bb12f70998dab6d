from pathlib import Path

import pytest

from crossdock.models import CrossDockTask
from tests.factories import make_group, make_task, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(settings, tmp_path) -> CrossDockTask:
    settings.MEDIA_ROOT = tmp_path
    task = make_task(make_user(), make_group())
    task.mark_as_running()
    return task


def make_files(task: CrossDockTask) -> list[Path]:
    """What the held claim makes."""
    storage = task.request_file.storage
    names = (task.claimed_result_name, task.claimed_lines_name)
    paths = [Path(storage.path(name)) for name in names]
    for path in paths:
        path.write_bytes(b"x")
    return paths


def files_of(task: CrossDockTask) -> list[Path]:
    return sorted(Path(task.request_file.path).parent.iterdir())


def test_what_was_not_published_is_discarded_whole(task):
    earlier = make_files(task)
    task.claim += 1
    make_files(task)
    task.discard()
    assert files_of(task) == sorted([*earlier, Path(task.request_file.path)])


def test_leftovers_of_earlier_claims_go_and_the_request_stays(task):
    make_files(task)
    task.remove_leftovers()
    assert files_of(task) == [Path(task.request_file.path)]


def test_a_deleted_tasks_files_all_go(task, tmp_path):
    make_files(task)
    task.delete_files()
    assert not any(tmp_path.glob("tasks/*"))
