"""The answers to a request, written into the very workbook that was sent."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils import translation

from crossdock.filling.columns import NewColumn, Shown
from crossdock.filling.messages import FillError, FillProblem
from crossdock.filling.sheet import SheetLines
from crossdock.filling.workbook import Filled, fill_workbook
from crossdock.models import FilledFile
from crossdock.models.preferences import language_of
from crossdock.offers.outcomes import Outcome
from crossdock.progress import Reporter, Stage
from crossdock.results.line_blocks import NumberedLine
from crossdock.results.lines_query import DamagedFileError, LinesFile, OldFileError
from crossdock.results.places import Places
from crossdock.results.texts import ENGLISH, RUSSIAN, ResultTexts
from crossdock.spreadsheets.cells import Cell
from crossdock.storage.retention import kept_path

STEP = 1_000
"""Lines between two reports of the progress."""


def run_filling(filled: FilledFile, reporter: Reporter) -> dict[str, Any]:
    """Write the held claim's file; returns the columns of the model that publish it.

    Raises FillError where it cannot be done, UserError where a file is not kept any more, OSError,
    and what `reporter` raises to stop.
    """
    task = filled.task
    request, lines = kept_path(task.request_file), kept_path(task.lines_file)
    with translation.override(language_of(task.user)):
        is_russian = translation.get_language() == "ru"
    target = Path(task.request_file.storage.path(filled.claimed_name))
    done = fill_request(request, lines, target, reporter, russian=is_russian)
    return {"file": filled.claimed_name, "left_alone": done.left_alone}


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
        places = lines.places()
        tables = dict(sorted((run.table, places.tables[run.table]) for run in places.runs))
        if not tables:
            raise FillError(FillProblem.NO_PLACES)
        sheets = [
            SheetLines(table, _answers(lines, places, number, reporter, texts))
            for number, table in tables.items()
        ]
        filled = fill_workbook(request, target, sheets, new_columns(texts))
    except (OldFileError, DamagedFileError) as error:
        raise FillError(FillProblem.NO_PLACES) from error
    reporter.report(Stage.WRITING, lines.total, lines.total)
    return filled


def new_columns(texts: ResultTexts) -> list[NewColumn]:
    """What is written beside each line."""
    return [
        NewColumn(texts.best_price, Shown.MONEY),
        NewColumn(texts.available),
        NewColumn(texts.best_offer_supplier),
        NewColumn(texts.price_day, Shown.DAY),
        NewColumn(texts.outcome),
    ]


def _answers(
    lines: LinesFile, places: Places, table: int, reporter: Reporter, texts: ResultTexts
) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows of a table that are no empty ones, with their cells."""
    rows = places.rows(table, lines.total)
    number, row = next(rows)
    for line in lines.every_line(number):
        if line.number < number:
            continue
        if line.outcome is not Outcome.EMPTY:
            yield row, _cells(line, texts)
        if line.number % STEP == 0:
            reporter.report(Stage.WRITING, line.number, lines.total)
        following = next(rows, None)
        if following is None:
            return
        number, row = following


def _cells(line: NumberedLine, texts: ResultTexts) -> Sequence[Cell]:
    outcome = texts.came_of(line.outcome, line.purchase, line.remark)
    if not line.offers:
        return None, None, None, None, outcome
    offer = line.offers[0]
    return offer.price, offer.quantity, offer.supplier, offer.valid_from, outcome
