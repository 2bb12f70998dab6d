"""The Dramatiq actors (django-dramatiq finds them by this module's name)."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import dramatiq
from apscheduler.triggers.interval import IntervalTrigger
from dramatiq_crontab import scheduler

from crossdock.middleware import current_lease, current_task
from crossdock.models import CrossDockTask
from crossdock.pipeline.run import run
from crossdock.progress import RedisReporter

LONGEST_WORK = timedelta(hours=6)
"""A far backstop: what runs longer has hung."""

SWEEP_EVERY = timedelta(seconds=15)

logger = logging.getLogger(__name__)


@dramatiq.actor(
    time_limit=LONGEST_WORK.total_seconds() * 1000,
    notify_shutdown=True,
    task_model=CrossDockTask,
)
def process_file_task(task_id: str, attempt: int) -> dict[str, Any]:
    """Turn a task's request file into its result file."""
    task = current_task()
    assert isinstance(task, CrossDockTask)
    summary = run(
        Path(task.request_file.path),
        Path(task.request_file.storage.path(task.claimed_result_name)),
        filename=task.filename,
        supplier_group=task.supplier_group,
        lookback_days=task.lookback_days,
        reporter=RedisReporter(task, current_lease().check),
    )
    return {
        "result_file": task.claimed_result_name,
        "lines": summary.lines,
        "lines_found": summary.found,
        "outcome_counts": summary.outcome_counts(),
    }


def sweep() -> None:
    """Bring back what dead workers and lost messages left behind.

    It runs on the clock's own process, so that it never waits behind work.
    """
    CrossDockTask.sweep(logger.info)


scheduler.add_job(sweep, IntervalTrigger(seconds=SWEEP_EVERY.total_seconds()), name="sweep")
