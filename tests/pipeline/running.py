"""One run of the pipeline, and what it said of its progress."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import openpyxl

from crossdock.models import SupplierGroup
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.run import run
from crossdock.progress import Progress, Stage

LOOKBACK = 2


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
