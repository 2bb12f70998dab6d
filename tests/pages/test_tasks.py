import pytest

from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.pages.tasks import BOOKKEEPING, TaskRow, present, visible_state
from crossdock.progress import Progress, Stage
from tests.world import MakeTask


def test_what_pages_do_not_show_is_no_news(pending: CrossDockTask) -> None:
    before = visible_state(pending)
    for name in BOOKKEEPING:
        setattr(pending, name, None)
    assert visible_state(pending) == before
    pending.lines = 7
    assert visible_state(pending) != before
    deferred = CrossDockTask.objects.defer("notes").get()
    assert len(visible_state(deferred)) == len(before) - 1


def test_a_row_for_each_task(task_in: MakeTask) -> None:
    waiting, done = present([task_in(), task_in(Status.SUCCESS)])
    assert (waiting.percent, done.percent) == (0, 100)
    assert done.result_size == len(b"the result")
    assert waiting.result_size is None
    assert waiting.seconds_left is None
    assert [row.stage for row in waiting.stages] == [s for s in Stage if s in Progress().weights]


@pytest.mark.parametrize(
    ("lines", "found", "percent"), [(None, None, None), (0, 0, None), (3, 2, 66), (3, 3, 100)]
)
def test_all_lines_found_is_100_percent_and_nothing_less(
    lines: int | None, found: int | None, percent: int | None
) -> None:
    task = CrossDockTask(lines=lines, lines_found=found)
    assert TaskRow(task, Progress()).found_percent == percent


def test_only_the_same_list_is_compared() -> None:
    before = CrossDockTask(filename="a.xlsx", lines=3, lines_found=1)

    def more(**fields: object) -> int | None:
        fields = {"filename": "a.xlsx", "lines": 3, "lines_found": 3, "again_of": before} | fields
        return TaskRow(CrossDockTask(**fields), Progress()).more_found

    assert more() == 2
    assert more(lines=4) is more(filename="b.xlsx") is more(lines_found=None) is None
    assert more(again_of=None) is None
