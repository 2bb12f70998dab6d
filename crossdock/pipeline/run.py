"""From a request file to a result file: reading, matching and writing, as one stream."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from crossdock.offers.search import OfferSearch
from crossdock.pipeline.matching import match
from crossdock.pipeline.request_file import (
    asks_quantities,
    has_codes,
    other_headings,
    read_lines,
    unsure_columns,
)
from crossdock.pipeline.request_parts import PART_COLUMNS
from crossdock.progress import Reporter, Stage
from crossdock.results.file import write_result
from crossdock.results.lines import ResultFacts, ResultLines
from crossdock.results.lines_file import keep_lines
from crossdock.results.places import Places
from crossdock.results.summary import Summary
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping
from crossdock.spreadsheets.reader_process import (
    READING_SECONDS,
    Remembered,
    nothing_remembered,
    open_table,
)


def run(
    request_path: Path,
    result_path: Path,
    search: OfferSearch,
    reporter: Reporter,
    *,
    filename: str,
    mapping: ColumnMapping = NO_MAPPING,
    remembered: Remembered = nothing_remembered,
    lines_path: Path | None = None,
    reading_seconds: float = READING_SECONDS,
    on_length: Callable[[int], None] = lambda _lines: None,
) -> Summary:
    """Answer every line of a request file and write the result file, which appears whole.

    All lines are answered from one version of each supplier's list: `search.prices_as_of`.
    `filename` is the request's name as its user knows it; `mapping` are columns that somebody has
    chosen, `remembered` gives those of the file's layout if there are none. The result is in the
    language that is active. The lines are kept at `lines_path` too, for the task's page
    (`lines_file`). The reader may keep us waiting for `reading_seconds` in all. `on_length` is told
    how many lines there are at most, before any is looked up, and may raise. Raises UserError for
    what is wrong with the file, OSError where a file cannot be written, and whatever `reporter`
    raises to stop the work; there is no result file then.
    """
    reporter.enter(Stage.READING)
    table = open_table(
        request_path,
        needed=PART_COLUMNS,
        mapping=mapping,
        remembered=remembered,
        seconds=reading_seconds,
    )

    places = Places()

    def stop() -> None:
        table.kill()
        search.cancel()

    with reporter.stoppable(stop), table, keep_lines(lines_path, places) as keep:
        on_length(table.height)
        with search.one_version(), closing(match(read_lines(table, places), search)) as batches:
            summary = write_result(
                result_path,
                _answered(batches, table.height, reporter, keep),
                other_headings=other_headings(table),
                russian=get_language() == "ru",
                facts=ResultFacts(
                    filename,
                    search.supplier_group.name,
                    search.lookback_days,
                    search.prices_as_of,
                    settings.CURRENCIES[0],
                    search.delivery_hours,
                    asks_quantities(table),
                    has_codes(table),
                    search.within_hours,
                ),
                number_formats=table.formats,
            )
        summary.notes = table.notes | unsure_columns(table)
        return summary


def _answered(
    batches: Iterable[ResultLines],
    height: int,
    reporter: Reporter,
    keep: Callable[[ResultLines], None],
) -> Iterator[ResultLines]:
    """The batches; they are kept, and each stage's progress is told, as they pass."""
    lines_done = 0
    reporter.report(Stage.READING, 0, height)
    reporter.enter(Stage.MATCHING)
    for batch in batches:
        lines_done += len(batch)
        total = max(height, lines_done)
        reporter.report(Stage.READING, lines_done, total)
        reporter.report(Stage.MATCHING, lines_done, total)
        keep(batch)
        yield batch
        reporter.report(Stage.WRITING, lines_done, total)
    for stage in (Stage.READING, Stage.MATCHING):
        reporter.report(stage, lines_done, lines_done)
    reporter.enter(Stage.WRITING)
