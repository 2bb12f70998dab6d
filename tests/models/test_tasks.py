from contextlib import suppress
from pathlib import Path

import pytest

from crossdock.models import CrossDockTask
from crossdock.storage.users_files import users_files
from crossdock.storage.whole_files import atomic_write
from tests import stored
from tests.factories import make_group, make_task, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(settings, tmp_path) -> CrossDockTask:
    settings.MEDIA_ROOT = tmp_path
    task = make_task(make_user(), make_group())
    task.mark_as_running()
    return task


def make_files(task: CrossDockTask) -> list[str]:
    """What the held claim makes."""
    return [stored.put(name) for name in (task.claimed_result_name, task.claimed_lines_name)]


def files_of(task: CrossDockTask) -> list[str]:
    return sorted(users_files.names(task.folder))


def test_what_was_not_published_is_discarded_whole(task):
    earlier = make_files(task)
    task.claim += 1
    make_files(task)
    task.discard()
    assert files_of(task) == sorted([*earlier, task.request_file.name])


def leave_parts(task: CrossDockTask) -> list[str]:
    """What a worker that is killed while it writes leaves of the held claim in a folder."""
    parts = []
    for name in (task.claimed_result_name, task.claimed_lines_name):
        with suppress(ZeroDivisionError), atomic_write(Path(name)) as part:
            parts.append(stored.put(f"{task.folder}/{part.name}"))
            raise ZeroDivisionError
    return parts


def test_leftovers_of_earlier_claims_go_and_all_else_stays(task):
    request = task.request_file.name
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
    assert files_of(task) == sorted([*published, task.request_file.name])


def test_ten_claims_are_more_than_nine(task):
    task.claim = 10
    mine = make_files(task)
    task.claim = 9
    task.remove_leftovers()
    assert all(map(stored.exists, mine))


def test_one_that_is_under_way_is_not_removed(task):
    assert not task.remove_if_ended()
    task.cancel()
    assert task.remove_if_ended()
    assert not CrossDockTask.objects.exists()


def test_a_deleted_tasks_files_all_go(task):
    make_files(task)
    task.delete_files()
    assert files_of(task) == []
