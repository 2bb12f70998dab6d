from contextlib import suppress
from pathlib import Path

import pytest

from crossdock.models import CrossDockTask
from crossdock.storage.whole_files import atomic_write
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


def leave_parts(task: CrossDockTask) -> list[Path]:
    """What a worker that is killed while it writes leaves of the held claim."""
    storage = task.request_file.storage
    parts = []
    for name in (task.claimed_result_name, task.claimed_lines_name):
        with suppress(KeyboardInterrupt), atomic_write(Path(storage.path(name))) as part:
            part.write_bytes(b"half")
            parts.append(part)
            kept = part.with_name("aside")
            part.rename(kept)
            raise KeyboardInterrupt
        kept.rename(part)
    return parts


def test_leftovers_of_earlier_claims_go_and_all_else_stays(task):
    request = Path(task.request_file.path)
    make_files(task)
    leave_parts(task)
    task.claim += 1
    mine = make_files(task)
    task.remove_leftovers()
    assert files_of(task) == sorted([*mine, request])


def test_a_worker_that_lost_its_claim_removes_nothing_of_the_next_ones(task):
    successor = CrossDockTask.objects.get(pk=task.pk)
    successor.claim += 1
    published = [*make_files(successor), *leave_parts(successor)]
    task.remove_leftovers()
    assert files_of(task) == sorted([*published, Path(task.request_file.path)])


def test_ten_claims_are_more_than_nine(task):
    task.claim = 10
    mine = make_files(task)
    task.claim = 9
    task.remove_leftovers()
    assert all(path.exists() for path in mine)


def test_one_that_is_under_way_is_not_removed(task):
    assert not task.remove_if_ended()
    task.cancel()
    assert task.remove_if_ended()
    assert not CrossDockTask.objects.exists()


def test_a_deleted_tasks_files_all_go(task, tmp_path):
    make_files(task)
    task.delete_files()
    assert not any(tmp_path.glob("tasks/*"))
