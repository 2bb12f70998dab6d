"""What the clock's process does, and how often."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Now

from crossdock.clock import mails
from crossdock.clock.retention import remove_files_past_their_time
from crossdock.models import (
    Basket,
    BrandComparison,
    CrossDockTask,
    FilledFile,
    MissedLine,
    NegotiationSheet,
    Notice,
    OffersRefresh,
    PriceListImport,
    Supplier,
    telling,
)
from crossdock.models.missed_lines import MISSES_KEPT
from crossdock.models.only_one import only_one
from crossdock.models.sweep import BROKER_AWAY
from crossdock.models.sweep import sweep as sweep_tasks
from crossdock.offers.current import tidy
from crossdock.offers.pruning import prune_old_offers
from crossdock.pricelists.freshness import freshness

SWEEP_EVERY = timedelta(seconds=2)
NOTICES_KEPT = timedelta(days=90)

SWEPT = (
    CrossDockTask,
    FilledFile,
    Basket,
    NegotiationSheet,
    OffersRefresh,
    BrandComparison,
    PriceListImport,
)

logger = logging.getLogger(__name__)

turn = threading.RLock()
"""Whose turn it is with the connection to the database that the sweep and the mails share."""


def sweep() -> None:
    """Bring back what dead workers and lost messages left behind.

    It runs on the clock's own process, so that it never waits behind work.
    """
    with turn:
        close_old_connections()
        try:
            sweep_tasks(*SWEPT)
        except BROKER_AWAY as error:
            logger.warning("cannot announce waiting tasks: %s", error)


def remove_old_files() -> None:
    """Remove files whose time has come."""
    close_old_connections()
    removed = remove_files_past_their_time()
    logger.info("removed the files of %s tasks past their time, and orphans", removed)


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


def tidy_offers_view() -> None:
    """Make look-ups fast again after a refresh during which tasks were under way."""
    close_old_connections()
    tidy()


def send_mails() -> None:
    """Send the mails that are due."""
    with turn:
        close_old_connections()
        mails.send_due(posting=_out_of_turn)


@contextmanager
def _out_of_turn() -> Iterator[None]:
    """While the block lasts nobody's turn is kept: a mail server may take its time."""
    turn.release()
    try:
        yield
    finally:
        turn.acquire()


def tell_of_late_price_lists() -> None:
    """Tell staff whose price lists are late."""
    close_old_connections()
    quiet = [supplier.last for supplier in freshness(Supplier.objects.all()) if supplier.is_quiet]
    telling.lists_are_late([price_list for price_list in quiet if price_list])


def remove_old_notices() -> None:
    """Remove what was told long ago."""
    close_old_connections()
    Notice.objects.filter(created_at__lt=Now() - NOTICES_KEPT).delete()


def compare_brands() -> None:
    """Have brands compared, should nothing else have asked for it, and forget old misses."""
    close_old_connections()
    MissedLine.objects.filter(task__finished_at__lt=Now() - MISSES_KEPT).delete()
    BrandComparison.request()


Jobs = Mapping[Callable[[], None], timedelta]
"""What is done at the clock's start, and then again after each of these times."""

SHARED: Jobs = {sweep: SWEEP_EVERY, send_mails: timedelta(seconds=5)}
"""Every clock does these at any time, on as many hosts as there are: each row is taken by one."""

JOBS: Jobs = {
    refresh_offers_if_behind: timedelta(minutes=5),
    tidy_offers_view: timedelta(minutes=5),
    tell_of_late_price_lists: timedelta(hours=1),
    compare_brands: timedelta(days=1),
    remove_old_notices: timedelta(hours=1),
    remove_old_files: timedelta(hours=1),
    remove_old_offers: timedelta(hours=1),
    remove_old_sessions: timedelta(hours=1),
}
"""One clock at a time does these, one after the other."""


def repeat(jobs: Jobs) -> None:
    """Do the jobs again and again, for ever; one that fails is logged and tried again.

    The time between is measured and slept by a clock that nobody sets: when the system's time goes
    back by an hour, the next sweep still comes in time.
    """
    due = dict.fromkeys(jobs, time.monotonic())
    while True:
        job = min(due, key=lambda job: due[job])
        time.sleep(max(0.0, due[job] - time.monotonic()))
        due[job] = time.monotonic() + jobs[job].total_seconds()
        try:
            _do(job)
        except Exception:
            logger.exception("%s failed", job.__name__)


def _do(job: Callable[[], None]) -> None:
    if job in SHARED:
        job()
        return
    with only_one(job.__name__) as alone:
        if alone:
            job()
    connection.close()  # the next job may be due in an hour


def run() -> None:
    """Do all jobs; never returns. Neither the sweep nor a mail waits for what takes its time."""
    shared = connections[DEFAULT_DB_ALIAS]
    shared.inc_thread_sharing()
    threading.Thread(target=repeat, args=(JOBS,), daemon=True).start()
    threading.Thread(target=_repeat_mails, args=(shared,), daemon=True).start()
    repeat({sweep: SWEEP_EVERY})


def _repeat_mails(shared: BaseDatabaseWrapper) -> None:
    connections[DEFAULT_DB_ALIAS] = shared
    repeat({send_mails: SHARED[send_mails]})
