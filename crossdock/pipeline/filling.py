"""The answers to a request, written into the very workbook that was sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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
from crossdock.spreadsheets.answer_places import USUAL_PLACES, AnswerColumn, AnswerPlaces
from crossdock.spreadsheets.cells import Cell
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.spreadsheets.sheets import column_index
from crossdock.storage.users_files import kept, users_files

STEP = 1_000
"""Lines between two reports of the progress."""


def run_filling(filled: FilledFile, reporter: Reporter) -> dict[str, Any]:
    """Write the held claim's file; returns the columns of the model that publish it.

    Raises FillError where it cannot be done, UserError where a file is not kept any more, OSError,
    and what `reporter` raises to stop.
    """
    task = filled.task
    with translation.override(language_of(task.user)):
        is_russian = translation.get_language() == "ru"
    answers = ColumnMapping.from_json(task.columns).answers
    with (
        kept(task.request_file) as request,
        kept(task.lines_file) as lines,
        users_files.written(filled.claimed_name) as target,
    ):
        done = fill_request(request, lines, target, reporter, russian=is_russian, answers=answers)
        size = target.stat().st_size
    return {"file": filled.claimed_name, "size": size, "left_alone": done.left_alone}


def fill_request(
    request: Path,
    lines_path: Path,
    target: Path,
    reporter: Reporter,
    *,
    russian: bool,
    answers: AnswerPlaces = USUAL_PLACES,
) -> Filled:
    """Write a copy of a request file with the best offers beside its lines.

    `lines_path` is the file of its lines. `answers` was chosen over one table: where there are
    more, those have it in other columns, so nothing is overwritten.

    Raises FillError where it cannot be done, OSError, and what `reporter` raises to stop.
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
            SheetLines(table, _answers(lines, places, number, reporter, texts, answers))
            for number, table in tables.items()
        ]
        columns, overwrite = new_columns(texts, answers), answers.overwrites and len(tables) == 1
        filled = fill_workbook(request, target, sheets, columns, overwrite=overwrite)
    except (OldFileError, DamagedFileError) as error:
        raise FillError(FillProblem.NO_PLACES) from error
    reporter.report(Stage.WRITING, lines.total, lines.total)
    return filled


def new_columns(texts: ResultTexts, answers: AnswerPlaces) -> list[NewColumn]:
    """What is written beside each line."""
    columns = {
        AnswerColumn.PRICE: NewColumn(texts.best_price, Shown.MONEY),
        AnswerColumn.QUANTITY: NewColumn(texts.available),
        AnswerColumn.SUPPLIER: NewColumn(texts.best_offer_supplier),
        AnswerColumn.DATE: NewColumn(texts.price_day, Shown.DAY),
        AnswerColumn.OUTCOME: NewColumn(texts.outcome),
    }
    return [
        replace(columns[answer], index=column_index(letters) if letters else None)
        for answer, letters in answers.letters.items()
    ]


def _answers(
    lines: LinesFile,
    places: Places,
    table: int,
    reporter: Reporter,
    texts: ResultTexts,
    answers: AnswerPlaces,
) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows of a table that are no empty ones, with their cells."""
    rows = places.rows(table, lines.total)
    number, row = next(rows)
    for line in lines.every_line(number):
        if line.number < number:
            continue
        if line.outcome is not Outcome.EMPTY:
            cells = _cells(line, texts)
            yield row, [cells[answer] for answer in answers.letters]
        if line.number % STEP == 0:
            reporter.report(Stage.WRITING, line.number, lines.total)
        following = next(rows, None)
        if following is None:
            return
        number, row = following


def _cells(line: NumberedLine, texts: ResultTexts) -> Mapping[AnswerColumn, Cell]:
    cells: dict[AnswerColumn, Cell] = dict.fromkeys(AnswerColumn)
    cells[AnswerColumn.OUTCOME] = texts.came_of(line.outcome, line.purchase, line.remark)
    for offer in line.offers[:1]:
        cells[AnswerColumn.PRICE], cells[AnswerColumn.QUANTITY] = offer.price, offer.quantity
        cells[AnswerColumn.SUPPLIER], cells[AnswerColumn.DATE] = offer.supplier, offer.valid_from
    return cells
