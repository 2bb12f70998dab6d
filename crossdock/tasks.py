"""The Dramatiq actors (django-dramatiq finds them by this module's name)."""

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import dramatiq
from apscheduler.triggers.interval import IntervalTrigger
from django.core.management import call_command
from django.db import close_old_connections
from dramatiq.errors import BrokerConnectionError
from dramatiq_crontab import scheduler
from redis import RedisError

from crossdock.files import remove_files_past_their_time
from crossdock.middleware import EXPECTED, BelongsElsewhere, current_hold
from crossdock.models import CrossDockTask, OffersRefresh, PriceListImport
from crossdock.pipeline.current_offers import Refresh
from crossdock.pipeline.offers import OfferSearch
from crossdock.pipeline.run import run
from crossdock.pricelists.price_list_task import run_import
from crossdock.pricelists.pruning import prune_old_offers

SHORT_LINES = 5000
"""Longer request files go to workers of their own, so that short ones never wait behind them."""

LONGEST_WORK = timedelta(hours=6)
"""A far backstop: what runs longer has hung."""

SWEEP_EVERY = timedelta(seconds=5)

OPTIONS: dict[str, Any] = {
    "time_limit": LONGEST_WORK.total_seconds() * 1000,
    "task_model": CrossDockTask,
    "throws": EXPECTED,
}

logger = logging.getLogger(__name__)


@dramatiq.actor(queue_name="short", **OPTIONS)
def process_file_task(task_id: str, attempt: int) -> None:
    """Turn a task's request file into its result file; a long one is passed on."""
    _process(_refuse_long)


@dramatiq.actor(queue_name="long", **OPTIONS)
def process_long_file_task(task_id: str, attempt: int) -> None:
    """Turn a task's long request file into its result file."""
    _process(lambda _lines: None)


def _process(on_length: Callable[[int], None]) -> None:
    hold = current_hold()
    task = hold.task
    assert isinstance(task, CrossDockTask)
    task.remove_leftovers()
    search = OfferSearch(
        task.supplier_group, task.lookback_days, original_query=task.original_query
    )
    storage = task.request_file.storage
    summary = run(
        Path(task.request_file.path),
        Path(storage.path(task.claimed_result_name)),
        search,
        hold,
        filename=task.filename,
        lines_path=Path(storage.path(task.claimed_lines_name)),
        on_length=on_length,
    )
    hold.results = {
        "result_file": task.claimed_result_name,
        "lines_file": task.claimed_lines_name,
        "by_original_query": search.by_original_query,
        "lines": summary.lines,
        "lines_found": summary.found,
        "outcome_counts": summary.outcome_counts(),
        "lines_by_offers": summary.by_offers,
        "lines_won": summary.lines_won(),
    }


def _refuse_long(lines: int) -> None:
    if lines > SHORT_LINES:
        raise BelongsElsewhere(is_long=True)


@dramatiq.actor(queue_name="long", **(OPTIONS | {"task_model": OffersRefresh}))
def refresh_offers(task_id: str, attempt: int) -> None:
    """Bring the materialized view of the offers up to date."""
    refresh = Refresh()
    with current_hold().stoppable(refresh.cancel):
        refresh.run()


@dramatiq.actor(queue_name="long", **(OPTIONS | {"task_model": PriceListImport}))
def import_price_list_task(task_id: str, attempt: int) -> None:
    """Take an uploaded price list into the offers table."""
    hold = current_hold()
    assert isinstance(hold.task, PriceListImport)
    run_import(hold.task, hold)


def sweep() -> None:
    """Bring back what dead workers and lost messages left behind.

    It runs on the clock's own process, so that it never waits behind work.
    """
    close_old_connections()
    try:
        for model in (CrossDockTask, OffersRefresh, PriceListImport):
            model.sweep(logger.info)
    except (RedisError, BrokerConnectionError) as error:
        logger.warning("cannot announce waiting tasks: %s", error)


def remove_old_files() -> None:
    """Remove files whose time has come."""
    close_old_connections()
    logger.info("removed %s files past their time", remove_files_past_their_time())


def remove_old_offers() -> None:
    """Remove offers whose time has come."""
    close_old_connections()
    logger.info("removed %s offers past their time", prune_old_offers())


def remove_old_sessions() -> None:
    """Remove the sessions of those who have not been here for long."""
    close_old_connections()
    call_command("clearsessions")


def refresh_offers_if_behind() -> None:
    """Have the view refreshed, should an import have failed to ask for it."""
    close_old_connections()
    OffersRefresh.request_if_behind()


scheduler.add_job(sweep, IntervalTrigger(seconds=SWEEP_EVERY.total_seconds()), name="sweep")
scheduler.add_job(remove_old_files, IntervalTrigger(hours=1), name="remove old files")
scheduler.add_job(remove_old_offers, IntervalTrigger(hours=1), name="remove old offers")
scheduler.add_job(remove_old_sessions, IntervalTrigger(hours=1), name="remove old sessions")
scheduler.add_job(refresh_offers_if_behind, IntervalTrigger(minutes=5), name="refresh offers")
