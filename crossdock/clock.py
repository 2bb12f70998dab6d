"""What the clock's process does, and how often."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.core.management import call_command
from django.db import close_old_connections
from django.db.models.functions import Now

from crossdock import mails
from crossdock.models import (
    BrandComparison,
    CrossDockTask,
    FilledFile,
    MissedLine,
    Notice,
    OffersRefresh,
    PriceListImport,
    Supplier,
    telling,
)
from crossdock.models.missed_lines import MISSES_KEPT
from crossdock.models.sweep import BROKER_AWAY
from crossdock.models.sweep import sweep as sweep_tasks
from crossdock.offers.current import tidy
from crossdock.offers.pruning import prune_old_offers
from crossdock.pricelists.freshness import freshness
from crossdock.storage.retention import remove_files_past_their_time

SWEEP_EVERY = timedelta(seconds=5)
NOTICES_KEPT = timedelta(days=90)

logger = logging.getLogger(__name__)


def sweep() -> None:
    """Bring back what dead workers and lost messages left behind.

    It runs on the clock's own process, so that it never waits behind work.
    """
    close_old_connections()
    try:
        sweep_tasks(CrossDockTask, FilledFile, OffersRefresh, BrandComparison, PriceListImport)
    except BROKER_AWAY as error:
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


def tidy_offers_view() -> None:
    """Make look-ups fast again after a refresh during which tasks were under way."""
    close_old_connections()
    tidy()


def send_mails() -> None:
    """Send the mails that are due."""
    close_old_connections()
    mails.send_due()


def tell_of_late_price_lists() -> None:
    """Tell staff whose price lists are late."""
    close_old_connections()
    quiet = [each.last for each in freshness(Supplier.objects.all()) if each.is_quiet]
    telling.lists_are_late([last for last in quiet if last])


def remove_old_notices() -> None:
    """Remove what was told long ago."""
    close_old_connections()
    Notice.objects.filter(created_at__lt=Now() - NOTICES_KEPT).delete()


def compare_brands() -> None:
    """Have brands compared, should nothing else have asked for it, and forget old misses."""
    close_old_connections()
    MissedLine.objects.filter(task__finished_at__lt=Now() - MISSES_KEPT).delete()
    BrandComparison.request()


JOBS: dict[Callable[[], None], timedelta] = {
    sweep: SWEEP_EVERY,
    send_mails: timedelta(seconds=5),
    refresh_offers_if_behind: timedelta(minutes=5),
    tidy_offers_view: timedelta(minutes=5),
    tell_of_late_price_lists: timedelta(hours=1),
    compare_brands: timedelta(days=1),
    remove_old_notices: timedelta(hours=1),
    remove_old_files: timedelta(hours=1),
    remove_old_offers: timedelta(hours=1),
    remove_old_sessions: timedelta(hours=1),
}
"""What is done at the clock's start, and then again after each of these times."""


def repeat(job: Callable[[], None], period: timedelta) -> None:
    """Do the job again and again, for ever; one that fails is logged and tried again.

    The time between is measured and slept by a clock that nobody sets: when the system's time goes
    back by an hour, the next sweep still comes in time.
    """
    while True:
        began = time.monotonic()
        try:
            job()
        except Exception:
            logger.exception("%s failed", job.__name__)
        time.sleep(max(0.0, began + period.total_seconds() - time.monotonic()))


def run() -> None:
    """Do all jobs, each in a thread of its own, so that the sweep waits for none; never returns."""
    for job, period in JOBS.items():
        if job is not sweep:
            threading.Thread(target=repeat, args=(job, period), daemon=True).start()
    repeat(sweep, SWEEP_EVERY)
