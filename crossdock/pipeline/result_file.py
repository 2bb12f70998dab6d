"""The result file: a workbook with a line for each request line, and a summary."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from crossdock.errors import UserError
from crossdock.pipeline.result_cells import ForeignCells, part_cells, text_cell, unique_headings
from crossdock.pipeline.result_lines import (
    OFFERS_PER_LINE,
    BestOffer,
    ResultFacts,
    ResultLine,
)
from crossdock.pipeline.result_texts import ENGLISH, RUSSIAN, ResultTexts
from crossdock.pipeline.summary import Summary
from crossdock.pipeline.summary_sheet import SummarySheet
from crossdock.pipeline.whole_files import whole_or_not_at_all
from crossdock.pipeline.workbook import Workbook, style
from crossdock.spreadsheets.cells import Cell, as_text

__all__ = ["BestOffer", "ResultFacts", "ResultLine", "write_result"]

MAX_LINES = 1_048_575  # a worksheet's rows without the header
MAX_COLUMNS = 16_384
SAMPLE = 200  # lines that the widths of the columns are taken from
NARROWEST, WIDEST = 9, 50

Row = list[Cell]


def write_result(
    path: Path,
    batches: Iterable[Sequence[ResultLine]],
    *,
    other_headings: Sequence[str],
    russian: bool,
    facts: ResultFacts,
    workbook: Workbook | None = None,
) -> Summary:
    """Write the result file and return the summary of its lines.

    `batches` of lines are consumed once, as a stream; the first decides which columns hold days
    and how wide they are. `other_headings` has a heading for each cell of a line's `other`; an
    empty or repeated one is made unique in the file. The file appears at `path` whole or not at
    all; whatever `batches` raises comes out unchanged.

    `workbook` is what to kill from another thread in order to stop the writing.

    Raises UserError if the lines or columns are more than a worksheet holds, OSError if the
    file cannot be written.
    """
    texts = RUSSIAN if russian else ENGLISH
    own = own_headings(texts)
    headings = unique_headings([*own, *other_headings], texts.column)
    if len(headings) > MAX_COLUMNS:
        raise UserError(
            _(
                "The request file has too many columns: the result would have {columns}, "
                "a sheet holds {limit}. Remove the columns that are not needed."
            ).format(columns=f"{len(headings):,}", limit=f"{MAX_COLUMNS:,}")
        )
    summary = Summary()
    foreign = ForeignCells(len(other_headings))
    rows = _rows(batches, texts, foreign, summary)
    second = SummarySheet(texts, facts, summary)
    workbook = workbook or Workbook()
    with whole_or_not_at_all(path) as part, closing(workbook):
        first_rows = next(rows, [])
        options = {
            texts.lines_sheet: _lines_options(headings, first_rows, foreign, texts),
            texts.summary_sheet: second.options(),
        }
        workbook.begin(
            part,
            {texts.lines_sheet: headings, texts.summary_sheet: second.headings},
            _by_argument(options),
            datetime_format=texts.moment_format,
        )
        for batch in chain([first_rows], rows):
            workbook.write(batch)
        workbook.finish(list(second.rows()))
    return summary


def own_headings(texts: ResultTexts) -> list[str]:
    """The headings of the columns that are ours, in order."""
    ranks = range(1, OFFERS_PER_LINE + 1)
    kinds = (texts.price, texts.quantity, texts.supplier)
    offers = [kind.format(rank) for rank in ranks for kind in kinds]
    return [texts.sku, texts.brand, texts.article, *offers, texts.outcome]


def _rows(
    batches: Iterable[Sequence[ResultLine]],
    texts: ResultTexts,
    foreign: ForeignCells,
    summary: Summary,
) -> Iterator[list[Row]]:
    supplier_cell = cache(text_cell)
    no_offer: list[Cell] = [None, None, None]

    def row(line: ResultLine) -> Row:
        cells: Row = [*part_cells(line.brand, line.article)]
        for price, quantity, supplier in line.offers:
            cells += (price, quantity, supplier_cell(supplier))
        cells += no_offer * (OFFERS_PER_LINE - len(line.offers))
        cells.append(texts.outcomes[line.outcome])
        cells += foreign.row(line.other)
        return cells

    for batch in batches:
        summary.add(batch)
        if summary.lines > MAX_LINES:
            raise UserError(
                _(
                    "The request file has more than {limit} lines, a sheet of the result file "
                    "cannot hold more. Split the file into smaller ones."
                ).format(limit=f"{MAX_LINES:,}")
            )
        yield list(map(row, batch))


def _lines_options(
    headings: Sequence[str], first_rows: Sequence[Row], foreign: ForeignCells, texts: ResultTexts
) -> dict[str, Any]:
    """What `write_worksheets` is told about the first sheet, by the name of the argument."""
    own = own_headings(texts)
    formats = dict.fromkeys(own[:3], style(num_format="@"))
    formats |= dict.fromkeys(own[3:-1:3], style(num_format="#,##0.00"))
    formats |= dict.fromkeys(own[5:-1:3], style(indent=1))
    for index, holds_dates in enumerate(foreign.holds_dates, len(own)):
        if holds_dates and not any(_has_time(row[index]) for row in first_rows):
            formats[headings[index]] = style(num_format=texts.date_format)
    header = style(bold=True, background_color="#DCE6F1", border_bottom="thin")
    return {
        "freeze_panes": {"row": 1, "col": 0},
        "autofilter": True,
        "header_format": header,
        "column_widths": {
            heading: _width(heading, (row[index] for row in first_rows[:SAMPLE]))
            for index, heading in enumerate(headings)
        },
        "column_formats": formats,
        "ignore_errors": [own[0], own[2]],
        "page_setup": {"landscape": True, "repeat_rows": 0, "fit_to_pages": (1, 0)},
    }


def _has_time(cell: Cell) -> bool:
    return isinstance(cell, datetime.datetime) and cell.time() != datetime.time()


def _width(heading: str, cells: Iterable[Cell]) -> int:
    """A column's width in characters, from its heading with the filter's arrow and its cells."""
    longest = max(map(len, heading.splitlines()), default=0) + 4
    for cell in cells:
        shown = as_text(cell).splitlines()
        longest = max(longest, max(map(len, shown), default=0) + 2)
    return min(max(longest, NARROWEST), WIDEST)


def _by_argument(options: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """From options by sheet and argument to options by argument and sheet."""
    turned: dict[str, dict[str, Any]] = {}
    for sheet, arguments in options.items():
        for argument, value in arguments.items():
            turned.setdefault(argument, {})[sheet] = value
    return turned
