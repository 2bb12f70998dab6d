"""The result file: a workbook with a line for each request line, and a summary."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from crossdock.errors import UserError
from crossdock.offers.answers import Answers
from crossdock.results.cells import ForeignCells, unique_headings
from crossdock.results.layout import Layout
from crossdock.results.lines import ResultFacts, ResultLine, ResultLines
from crossdock.results.rows import ResultRows, RowStyles
from crossdock.results.summary import Summary
from crossdock.results.summary_sheet import SummarySheet
from crossdock.results.texts import ENGLISH, RUSSIAN, ResultTexts
from crossdock.results.workbook import A4_LANDSCAPE, Workbook, style
from crossdock.spreadsheets.cells import Cell, as_text
from crossdock.storage.whole_files import atomic_write
from crossdock.texts import Number
from crossdock.texts import Text as _

MAX_LINES = 1_048_575  # a worksheet's rows without the header
MAX_COLUMNS = 16_384
SAMPLE = 200  # lines that the widths of the columns are taken from
NARROWEST, WIDEST = 9, 50
NO_LINES = ResultLines([], [], [], Answers([], [], [], [], [], [], []), [])

Row = list[Cell]


def write_result(
    path: Path,
    batches: Iterable[ResultLines],
    *,
    other_headings: Sequence[str],
    russian: bool,
    facts: ResultFacts,
    number_formats: Sequence[str] = (),
) -> Summary:
    """Write the result file and return the summary of its lines.

    `batches` of lines are consumed once, as a stream; the first decides which columns hold days
    and how wide they are. `other_headings` has a heading for each cell of a line's `other`; an
    empty or repeated one is made unique in the file. `number_formats` are all that these cells have
    (`FormattedNumber`). The file appears at `path` whole or not at
    all; whatever `batches` raises comes out unchanged.

    Raises UserError if the lines or columns are more than a worksheet holds, OSError if the
    file cannot be written.
    """
    texts = RUSSIAN if russian else ENGLISH
    layout = Layout(texts, facts, len(other_headings))
    headings = unique_headings(
        [*layout.headings, *other_headings, *layout.further_headings], texts.column
    )
    if len(headings) > MAX_COLUMNS:
        raise UserError(
            _(
                "The request file has too many columns: the result would have %(columns)s, "
                "a sheet holds %(limit)s. Remove the columns that are not needed."
            )
            % {"columns": Number(len(headings)), "limit": Number(MAX_COLUMNS)}
        )
    summary = Summary()
    foreign = ForeignCells(len(other_headings))
    second = SummarySheet(texts, facts, summary)
    counted = _counted(batches, summary)
    with atomic_write(path) as part:
        first = next(counted, NO_LINES)
        others = [foreign.row(cells) for cells in first.other]
        days = _hold_days(foreign, others)
        options = {
            texts.lines_sheet: _lines_options(
                headings, list(islice(first, SAMPLE)), others, foreign, days, layout
            ),
            texts.summary_sheet: second.options(),
        }
        sheets = {texts.lines_sheet: headings, texts.summary_sheet: second.headings}
        row_styles = [*_row_styles(texts), *(style(num_format=code) for code in number_formats)]
        workbook = Workbook(sheets, _by_argument(options), row_styles)
        own = RowStyles(*workbook.styles[: len(RowStyles._fields)])
        of_numbers = dict(zip(number_formats, workbook.styles[len(own) :], strict=True))
        rows = ResultRows(layout, foreign, own, days, of_numbers)
        xml = chain.from_iterable(map(rows.xml, chain([first], counted)))
        workbook.write(part, xml, lambda: (summary.lines, second.rows()))
    return summary


def _counted(batches: Iterable[ResultLines], summary: Summary) -> Iterator[ResultLines]:
    for batch in batches:
        summary.add(batch)
        if summary.lines > MAX_LINES:
            raise UserError(
                _(
                    "The request file has more than %(limit)s lines, a sheet of the result file "
                    "cannot hold more. Split the file into smaller ones."
                )
                % {"limit": Number(MAX_LINES)}
            )
        yield batch


def _row_styles(texts: ResultTexts) -> list[dict[str, Any]]:
    """The formats that RowStyles names."""
    by_name = {
        "text": style(num_format="@"),
        "price": style(num_format="#,##0.00"),
        "supplier": style(indent=1),
        "day": style(num_format=texts.date_format),
        "moment": style(num_format=texts.moment_format),
    }
    return [by_name[name] for name in RowStyles._fields]


def _lines_options(
    headings: Sequence[str],
    lines: Sequence[ResultLine],
    others: Sequence[Row],
    foreign: ForeignCells,
    days: Sequence[bool],
    layout: Layout,
) -> dict[str, Any]:
    """What `write_worksheets` is told about the first sheet, by the name of the argument."""
    texts, own = layout.texts, layout.headings
    frozen = own.index(texts.price.format(1))
    text, price, supplier, day, moment = _row_styles(texts)
    formats = dict.fromkeys(own[:3], text)
    offers = own[frozen : own.index(texts.outcome)]
    formats |= dict.fromkeys(offers[::3], price)
    formats |= dict.fromkeys(offers[2::3], supplier)
    further = len(own) + layout.others
    formats |= {texts.price_day: day, texts.supplier_brand: text, texts.supplier_article: text}
    formats |= dict.fromkeys(headings[further + 1 :: 2], text)
    if layout.facts.asks_quantities:
        formats[texts.line_sum.format(layout.facts.currency)] = price
    formats |= {
        heading: day if is_day else moment
        for heading, holds_dates, is_day in zip(
            headings[len(own) : further], foreign.holds_dates, days, strict=True
        )
        if holds_dates
    }
    sample = [
        [*layout.cells(line), *other, *layout.further_cells(line)]
        for line, other in zip(lines, others, strict=False)
    ]
    return {
        "freeze_panes": {"row": 1, "col": frozen},
        "autofilter": True,
        "header_format": style(bold=True, background_color="#DCE6F1", border_bottom="thin"),
        "column_widths": {
            heading: _width(heading, [row[index] for row in sample])
            for index, heading in enumerate(headings)
        },
        "column_formats": formats,
        "ignore_errors": [own[0], own[2]],
        "page_setup": {
            **A4_LANDSCAPE,
            "repeat_rows": 0,
            "print_area": (0, 0, MAX_LINES, further - 1),
        },
    }


def _hold_days(foreign: ForeignCells, rows: Sequence[Row]) -> list[bool]:
    """Which of the other columns hold dates without times, as far as these rows go."""
    return [
        bool(holds_dates) and not any(_has_time(row[index]) for row in rows)
        for index, holds_dates in enumerate(foreign.holds_dates)
    ]


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
