import pytest
from django.utils import timezone

from crossdock.models import FilledFile
from crossdock.models.lifecycle import Status
from tests.world import *  # noqa: F403  # its fixtures
from tests.world import MakeTask


@pytest.mark.parametrize(
    ("filename", "is_possible"),
    [("a.xlsx", True), ("A.XLSM", True), ("a.xls", False), ("a.csv", False), ("xlsx", False)],
)
def test_answers_are_written_into_two_kinds_of_files(
    task_in: MakeTask, filename: str, is_possible: bool
) -> None:
    assert FilledFile.is_possible(task_in(filename=filename)) == is_possible


def test_it_is_asked_for_once_and_again_after_a_failure(task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS, filename="Заявка 7.XLSM")
    assert FilledFile.of(task) is None
    filled = FilledFile.ask_for(task)
    assert FilledFile.ask_for(task) == filled
    assert filled.attempt == 1
    assert filled.filename == f"Заявка 7 {timezone.localdate()} with answers.XLSM"
    assert filled.mark_as_running()
    assert filled.claimed_name == f"tasks/{task.pk}/filled-1.xlsm"
    assert filled.mark_as_failed("no room")
    assert FilledFile.ask_for(task) == filled
    filled.refresh_from_db()
    assert (filled.attempt, filled.status) == (2, Status.PENDING)
