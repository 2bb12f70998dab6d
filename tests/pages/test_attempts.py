from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.models.status import this_process
from crossdock.pages.attempts import AttemptRow, StageRow, seconds_left
from crossdock.progress import Progress, Stage
from tests.world import MakeTask


def stage(done: int, seconds: float, stage: Stage = Stage.MATCHING) -> StageRow:
    began, ended = {stage: 100.0}, {stage: 100 + seconds}
    return StageRow(stage, Progress(stage, {stage: done}, {stage: 10_000}, began, ended))


@pytest.mark.parametrize(
    ("done", "seconds", "rate"),
    [(5000, 2, 2500), (9999, 0.7, 14000), (123, 100, 1), (5000, 0.1, None), (0, 2, None)],
)
def test_a_stages_rate_is_lines_in_a_second(done: int, seconds: float, rate: int | None) -> None:
    assert stage(done, seconds).rate == rate


def test_writing_has_no_lines_to_rate() -> None:
    assert stage(5000, 2, Stage.WRITING).rate is None


def test_a_stage_counts_its_time_until_it_ends() -> None:
    assert stage(5000, 2).elapsed == timedelta(seconds=2)
    assert stage(5000, 2).running_since is None
    claimed = datetime(2026, 6, 12, 10, tzinfo=UTC)
    progress = Progress(began={Stage.MATCHING: 5.0}, at=15.0)
    going_on = StageRow(Stage.MATCHING, progress, claimed)
    assert going_on.running_since == claimed.timestamp() + 5, "whatever this host's clock says"
    assert going_on.elapsed == timedelta(seconds=10)
    assert StageRow(Stage.WRITING, going_on.progress).elapsed is None


def progress_of(lines: int) -> Progress:
    done = {Stage.READING: lines, Stage.MATCHING: lines, Stage.WRITING: lines}
    return Progress(Stage.MATCHING, done, dict.fromkeys(done, 1000))


def test_the_time_left_goes_by_the_way_so_far() -> None:
    assert seconds_left(progress_of(250), 10) == pytest.approx(30)
    assert seconds_left(progress_of(1000), 10) == pytest.approx(0)


@pytest.mark.parametrize(("lines", "elapsed"), [(0, 100), (29, 100), (500, 2.9)])
def test_the_time_left_is_not_told_before_it_means_something(lines: int, elapsed: float) -> None:
    assert seconds_left(progress_of(lines), elapsed) is None


def test_what_a_lost_worker_had_reached_does_not_shorten_the_time_left() -> None:
    progress = progress_of(100)
    progress.floor = 90
    assert seconds_left(progress, 10) == pytest.approx(90)


def test_an_attempt_that_was_broken_off_counts_its_last_stage_to_its_end() -> None:
    shown = AttemptRow(
        {
            "number": 1,
            "status": "CANCELLED",
            "started_at": "2026-06-12T10:00:00+00:00",
            "finished_at": "2026-06-12T10:00:30.5+00:00",
            "error": "",
            "stages": {"reading": [0.0, 10.0], "matching": [10.5, None]},
        }
    )
    assert shown.elapsed == timedelta(seconds=30.5)
    assert shown.stages == [
        ("Reading", timedelta(seconds=10)),
        ("Looking up", timedelta(seconds=20)),
    ]


def page_of(task: CrossDockTask, client: Client) -> str:
    return client.get(reverse("crossdock:task_detail", args=[task.pk])).content.decode()


def test_the_attempts_are_listed_with_their_errors(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.RUNNING)
    assert task.mark_as_failed("No column <b>.", {"reading": (1.0, 2.0)})
    page = page_of(task, as_alice)
    assert "1 attempt so far" in page
    assert page.count("No column &lt;b&gt;.") == 1, "the last one's error is above already"
    task.retry()
    task.cancel()
    page = page_of(task, as_alice)
    assert "2 attempts so far" in page
    assert "No column &lt;b&gt;." in page
    assert "not begun" in page


def test_a_success_at_once_needs_no_list(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.RUNNING)
    assert task.mark_as_success(result_file="x.xlsx")
    assert 'id="attempts"' not in page_of(task, as_alice)


def test_staff_see_which_process_was_at_it(
    as_alice: Client, as_staff: Client, task_in: MakeTask
) -> None:
    task = task_in(Status.PENDING)
    assert task.mark_as_running()
    assert task.mark_as_failed("No columns.")
    assert this_process() in page_of(task, as_staff)
    assert this_process() not in page_of(task, as_alice)
