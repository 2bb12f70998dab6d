from pathlib import Path
from typing import Any

import pytest

from crossdock.errors import UserError
from crossdock.models import CrossDockTask
from crossdock.pipeline.task import NO_LIMITS, TooLong, run_task
from crossdock.progress import Silent
from crossdock.storage.users_files import users_files
from tests import stored
from tests.factories import make_group, make_supplier, make_task, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(settings: Any, tmp_path: Path) -> CrossDockTask:
    settings.MEDIA_ROOT = tmp_path
    task = make_task(make_user(), make_group(make_supplier()), b"Brand;Article\nBosch;1\nBosch;2\n")
    assert task.mark_as_running()
    return task


def files_of(task: CrossDockTask) -> set[str]:
    return {Path(name).name for name in users_files.names(task.folder)}


@pytest.mark.parametrize("wanted", [False, True])
def test_the_columns_that_publish_the_result(task: CrossDockTask, wanted: bool) -> None:
    task.wants_original_query = wanted
    columns = run_task(task, Silent())
    assert files_of(task) == {
        "request.xlsx",
        Path(columns["result_file"]).name,
        Path(columns["lines_file"]).name,
    }
    assert (columns["lines"], columns["lines_found"]) == (2, 0)
    assert wanted <= columns["answered_by_original_query"]
    assert task.mark_as_success(**columns)


def test_too_many_lines_are_passed_on_before_any_is_looked_up(task: CrossDockTask) -> None:
    with pytest.raises(TooLong):
        run_task(task, Silent(), NO_LIMITS._replace(lines=1))
    assert files_of(task) == {"request.xlsx"}


def test_what_takes_too_long_to_be_read_is_passed_on(task: CrossDockTask) -> None:
    with pytest.raises(TooLong):
        run_task(task, Silent(), NO_LIMITS._replace(reading_seconds=0))
    assert files_of(task) == {"request.xlsx"}


def test_what_a_killed_worker_left_is_removed_first(task: CrossDockTask) -> None:
    leftover = stored.put(f"{task.folder}/result-1.xlsx")
    task.claim = 2
    run_task(task, Silent())
    assert not stored.exists(leftover)


def test_a_request_that_is_gone(task: CrossDockTask) -> None:
    task.delete_files()
    with pytest.raises(UserError, match="not kept any more"):
        run_task(task, Silent())
