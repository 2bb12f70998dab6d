from django.core.files.base import ContentFile

from crossdock.models import FilledFile
from crossdock.models.lifecycle import Status
from crossdock.pages.filled import FilledRow
from tests.world import MakeTask


def test_what_is_asked_for_is_waited_for_and_then_there(task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    blank = FilledRow(task)
    assert (blank.is_possible, blank.file, blank.state, blank.size) == (True, None, (), None)
    file = FilledFile.ask_for(task)
    task.refresh_from_db()
    waiting = FilledRow(task)
    assert (waiting.is_active, waiting.is_running, waiting.percent) == (True, False, 0)
    assert file.mark_as_running()
    file.file.save("filled.xlsx", ContentFile(b"12345"), save=False)
    assert file.mark_as_success(file=file.file.name, size=5)
    task.refresh_from_db()
    done = FilledRow(task)
    assert (done.is_active, done.size) == (False, 5)
    assert done.state != waiting.state


def test_answers_go_into_no_other_kind_of_file(task_in: MakeTask) -> None:
    assert not FilledRow(task_in(Status.SUCCESS, filename="a.csv")).is_possible
