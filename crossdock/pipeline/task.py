"""A task's request file into its result file, on a worker."""

from pathlib import Path
from typing import Any

from django.utils import translation

from crossdock.models import CrossDockTask
from crossdock.models.preferences import language_of
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.run import run
from crossdock.progress import Reporter
from crossdock.results.summary import Summary
from crossdock.storage.retention import kept_path


class TooManyLines(Exception):
    """The request file has more lines than this worker takes."""


def run_task(
    task: CrossDockTask, reporter: Reporter, *, max_lines: int | None = None
) -> dict[str, Any]:
    """Write the held claim's files; returns the columns of the model that publish them.

    Raises TooManyLines, before any is looked up, where the file may have more than `max_lines`;
    UserError for what is wrong with the file, or if it is gone; what `reporter` raises to stop.
    """

    def on_length(lines: int) -> None:
        if max_lines is not None and lines > max_lines:
            raise TooManyLines

    request = kept_path(task.request_file)
    task.remove_leftovers()
    search = OfferSearch(
        task.supplier_group, task.lookback_days, original_query=task.wants_original_query
    )
    storage = task.request_file.storage
    with translation.override(language_of(task.user)):
        summary = run(
            request,
            Path(storage.path(task.claimed_result_name)),
            search,
            reporter,
            filename=task.filename,
            lines_path=Path(storage.path(task.claimed_lines_name)),
            on_length=on_length,
        )
    return {
        "result_file": task.claimed_result_name,
        "lines_file": task.claimed_lines_name,
        "answered_by_original_query": search.by_original_query,
        "lines": summary.lines,
        "lines_found": summary.found,
        "outcome_counts": summary.outcome_counts(),
        "lines_by_offers": summary.by_offers,
        "lines_won": summary.lines_won(),
        "best_price_total": summary.best_price_total,
        **_purchase_columns(summary),
    }


def _purchase_columns(summary: Summary) -> dict[str, Any]:
    """What the quantities come to, if any line asks for some."""
    if summary.lines_without_demand == summary.lines:
        return {"lines_short": None, "cost_total": None}
    return {"lines_short": summary.lines_short, "cost_total": summary.cost_total}
