"""What the clock's process does, and how often."""

import logging
from datetime import timedelta

from apscheduler.triggers.interval import IntervalTrigger
from django.core.management import call_command
from django.db import close_old_connections
from dramatiq.errors import BrokerConnectionError
from dramatiq_crontab import scheduler
from redis import RedisError

from crossdock.models import CrossDockTask, OffersRefresh, PriceListImport
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
