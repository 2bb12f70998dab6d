"""What the clock's process does, and how often."""

import logging
from collections.abc import Callable
from datetime import timedelta

from apscheduler.triggers.interval import IntervalTrigger
from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone
from dramatiq_crontab import scheduler

from crossdock.models import CrossDockTask, OffersRefresh, PriceListImport
from crossdock.models.sweep import BROKER_AWAY
from crossdock.models.sweep import sweep as sweep_tasks
from crossdock.offers.current import tidy
from crossdock.offers.pruning import prune_old_offers
from crossdock.storage.retention import remove_files_past_their_time

SWEEP_EVERY = timedelta(seconds=5)

logger = logging.getLogger(__name__)


def sweep() -> None:
    """Bring back what dead workers and lost messages left behind.

    It runs on the clock's own process, so that it never waits behind work.
    """
    close_old_connections()
    try:
        sweep_tasks(CrossDockTask, OffersRefresh, PriceListImport)
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


def _schedule(job: Callable[[], None], **interval: float) -> None:
    """Run the job at the clock's start and at this interval; late rather than not at all."""
    scheduler.add_job(
        job,
        IntervalTrigger(**interval),
        name=job.__name__.replace("_", " "),
        next_run_time=timezone.now(),
        misfire_grace_time=None,
    )


_schedule(sweep, seconds=SWEEP_EVERY.total_seconds())
_schedule(refresh_offers_if_behind, minutes=5)
_schedule(tidy_offers_view, minutes=5)
_schedule(remove_old_files, hours=1)
_schedule(remove_old_offers, hours=1)
_schedule(remove_old_sessions, hours=1)
