"""The answers to a request, written into the very workbook that was sent."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from crossdock.filling.columns import NewColumn, Shown
from crossdock.filling.messages import FillError, FillProblem
from crossdock.filling.sheet import SheetLines
from crossdock.filling.workbook import Filled, fill_workbook
from crossdock.models import FilledFile
from crossdock.models.preferences import language_of
from crossdock.offers.outcomes import Outcome
from crossdock.progress import Reporter, Stage
from crossdock.results.layout import outcome_text
from crossdock.results.line_blocks import NumberedLine
from crossdock.results.lines_query import DamagedFileError, LinesFile, OldFileError
from crossdock.results.places import Places
from crossdock.results.texts import ENGLISH, RUSSIAN, ResultTexts
from crossdock.spreadsheets.cells import Cell
from crossdock.storage.retention import kept_path

STEP = 1_000
"""Lines between two reports of the progress."""


def fill_request(
    request: Path, lines_path: Path, target: Path, reporter: Reporter, *, russian: bool
) -> Filled:
    """Write a copy of a request file with the best offers beside its lines.

    `lines_path` is the file of its lines. Raises FillError where it cannot be done, OSError, and
    what `reporter` raises to stop.
    """
    texts = RUSSIAN if russian else ENGLISH
    reporter.enter(Stage.WRITING)
    try:
        lines = LinesFile(lines_path)
        places, total = lines.places(), lines.total
        if not places.runs:
            raise FillError(FillProblem.NO_PLACES)
        written = _reported(reporter, total)
        sheets = [
            SheetLines(table, written(_table_lines(lines, places, number, total, texts)))
            for number, table in enumerate(places.tables)
            if any(run.table == number for run in places.runs)
        ]
        return fill_workbook(request, target, sheets, columns(texts))
    except (OldFileError, DamagedFileError) as error:
        raise FillError(FillProblem.NO_PLACES) from error
