"""One run of the pipeline, and what it said of its progress."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import openpyxl
from dramatiq import get_broker

from crossdock.models import SupplierGroup
from crossdock.models.lifecycle import BackgroundTask
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.run import run
from crossdock.progress import Progress, Stage
from crossdock.workers.middleware import EXPECTED, LifeCycleMiddleware

LOOKBACK = 2

Job = TypeVar("Job", bound=BackgroundTask)


class Recorder:
    """Keeps what the pipeline said of its progress."""

    def __init__(self) -> None:
        self.progress = Progress()
        self.stages: list[Stage] = []
        self.percents: list[int] = []

    def enter(self, stage: Stage) -> None:
        self.stages.append(stage)

    def report(self, stage: Stage, done: int, total: int) -> None:
        self.progress.report(stage, done, total)
        self.percents.append(self.progress.percent)

    def stoppable(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        return nullcontext()


def process(
    path: Path, group: SupplierGroup, output: Path
) -> tuple[list[tuple[Any, ...]], Recorder]:
    """The rows of the result file, its heading first, and what was said of the progress."""
    recorder = Recorder()
    run(path, output, OfferSearch(group, LOOKBACK), recorder, filename=path.name)
    return list(openpyxl.load_workbook(output).worksheets[0].values), recorder


def work_on(job: Job) -> Job:
    """What a worker does with the message of a job."""
    middleware, broker = LifeCycleMiddleware(), get_broker()
    message: Any = SimpleNamespace(actor_name=job.actor_name, args=(str(job.pk), job.attempt))
    result = error = None
    middleware.before_process_message(broker, message)
    try:
        result = broker.get_actor(job.actor_name).fn(*message.args)
    except EXPECTED as raised:
        error = raised
    middleware.after_process_message(broker, message, result=result, exception=error)
    job.refresh_from_db()
    return job
