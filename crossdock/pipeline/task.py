"""A task's request file into its result file, on a worker."""

import sys
from typing import Any, NamedTuple

from django.utils import translation

from crossdock.models import CrossDockTask, RememberedLayout
from crossdock.models.preferences import language_of
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.run import run
from crossdock.progress import Reporter
from crossdock.results.summary import Summary
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.spreadsheets.messages import SlowFileError
from crossdock.spreadsheets.reader_process import READING_SECONDS
from crossdock.storage.users_files import kept, users_files


class Limits(NamedTuple):
    """How long a request file may be: its lines, and the seconds that it keeps its reader busy."""

    lines: int
    reading_seconds: float


NO_LIMITS = Limits(sys.maxsize, READING_SECONDS)


class TooLong(Exception):
    """The request file is longer than this worker's limits."""


def run_task(task: CrossDockTask, reporter: Reporter, limits: Limits = NO_LIMITS) -> dict[str, Any]:
    """Write the held claim's files; returns the columns of the model that publish them.

    Raises TooLong where the file is beyond other limits than NO_LIMITS; there is no result then;
    UserError for what is wrong with the file, or if it is gone; what `reporter` raises to stop.
    """

    columns: dict[str, Any] = task.columns

    def remembered(fingerprint: str) -> ColumnMapping:
        nonlocal columns
        mapping = RememberedLayout.mapping_of(fingerprint)
        columns = mapping.to_json()
        return mapping

    def on_length(lines: int) -> None:
        if lines > limits.lines:
            raise TooLong

    search = OfferSearch(
        task.supplier_group,
        task.lookback_days,
        original_query=task.wants_original_query,
        within_hours=task.within_hours,
        may_read_replica=task.is_first_claim,
    )
    try:
        with (
            kept(task.request_file) as request,
            users_files.written(task.claimed_result_name) as result,
            users_files.written(task.claimed_lines_name) as lines,
            translation.override(language_of(task.user)),
        ):
            task.remove_leftovers()
            summary = run(
                request,
                result,
                search,
                reporter,
                filename=task.filename,
                mapping=ColumnMapping.from_json(task.columns),
                remembered=remembered,
                lines_path=lines,
                reading_seconds=limits.reading_seconds,
                on_length=on_length,
            )
            result_size = result.stat().st_size
    except SlowFileError as error:
        if limits is NO_LIMITS:
            raise
        raise TooLong from error
    return {
        "result_file": task.claimed_result_name,
        "lines_file": task.claimed_lines_name,
        "result_size": result_size,
        "columns": columns,
        "answered_by_original_query": search.by_original_query,
        "notes": summary.notes,
        "prices_as_of": search.prices_as_of,
        "lines": summary.lines,
        "lines_found": summary.found,
        "outcome_counts": summary.outcome_counts(),
        "lines_by_offers": summary.by_offers,
        "lines_won": summary.lines_won(),
        "best_price_total": summary.best_price_total,
        "missed": summary.misses.parts,
        **_purchase_columns(summary),
    }


def _purchase_columns(summary: Summary) -> dict[str, Any]:
    """What the quantities come to, if any line asks for some."""
    if summary.lines_without_demand == summary.lines:
        return {"lines_short": None, "cost_total": None}
    return {"lines_short": summary.lines_short, "cost_total": summary.cost_total}
