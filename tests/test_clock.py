from typing import Any

import pytest
from django.utils import timezone

from crossdock.clock import scheduler, sweep
from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import BackgroundTask, Status
from crossdock.models.sweep import BROKER_AWAY
from tests.factories import make_group, make_task, make_user


def test_every_job_runs_at_the_start_and_late_rather_than_not_at_all() -> None:
    jobs = scheduler.get_jobs()
    assert {job.name for job in jobs} >= {"sweep", "remove old files", "remove old offers"}
    for job in jobs:
        assert job.next_run_time <= timezone.now(), job.name
        assert job.misfire_grace_time is None, job.name


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", BROKER_AWAY)
def test_a_broker_that_is_away_leaves_it_to_the_next_sweep(
    error: type[Exception], settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_task: BackgroundTask) -> None:
        raise error("away")

    settings.MEDIA_ROOT = tmp_path
    task = make_task(make_user(), make_group())
    monkeypatch.setattr(BackgroundTask, "send", refuse)
    sweep()
    task.refresh_from_db()
    assert (task.status, task.dispatches) == (Status.PENDING, 0)
    monkeypatch.undo()
    sweep()
    assert CrossDockTask.objects.get().dispatches == 1
