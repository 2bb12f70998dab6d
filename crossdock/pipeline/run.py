"""From a request file to a result file: reading, matching and writing, as one stream."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils import timezone

from crossdock.models import SupplierGroup
from crossdock.pipeline.matching import BATCH, match
from crossdock.pipeline.offers import OfferSearch
from crossdock.pipeline.request_file import PART_COLUMNS, other_headings, read_lines
from crossdock.pipeline.result_file import write_result
from crossdock.pipeline.result_lines import ResultFacts, ResultLine
from crossdock.pipeline.summary import Summary
from crossdock.progress import Reporter, Stage
from crossdock.spreadsheets.sandbox import Table, open_table

SAVE_SHARE = 2
"""Saving the workbook takes about twice as long as handing the lines to it."""


def run(
    request_path: Path,
    result_path: Path,
    *,
    filename: str,
    supplier_group: SupplierGroup,
    lookback_days: int,
    reporter: Reporter,
    batch_size: int = BATCH,
) -> Summary:
    """Answer every line of a request file and write the result file, which appears whole.

    `filename` is the request's name as its user knows it. Raises UserError for what is wrong with
    the file, and whatever `reporter` raises to stop the work; there is no result file then.
    """
    reporter.enter(Stage.READING)
    facts = ResultFacts(filename, supplier_group.name, lookback_days, timezone.now())
    search = OfferSearch(supplier_group, lookback_days)
    with open_table(request_path, needed=PART_COLUMNS) as table:
        return write_result(
            result_path,
            _answered(table, match(read_lines(table), search, batch_size), reporter),
            other_headings=other_headings(table),
            russian=bool(re.search("[а-яё]", " ".join(table.headings), re.IGNORECASE)),
            facts=facts,
        )


def _answered(
    table: Table, batches: Iterable[list[ResultLine]], reporter: Reporter
) -> Iterator[ResultLine]:
    done = 0
    reporter.enter(Stage.MATCHING)
    for batch in batches:
        done += len(batch)
        total = max(table.height, done)
        reporter.report(Stage.READING, done, total)
        reporter.report(Stage.MATCHING, done, total)
        yield from batch
        reporter.report(Stage.WRITING, done, total * (1 + SAVE_SHARE))
    for stage in (Stage.READING, Stage.MATCHING):
        reporter.report(stage, done, done)
    reporter.enter(Stage.WRITING)
