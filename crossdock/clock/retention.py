"""Removes users' files whose time has come, as their rows say."""

import logging

from django.conf import settings
from django.db.models.functions import Now

from crossdock.clock.orphans import remove_orphans
from crossdock.models import Basket, CrossDockTask, NegotiationSheet, PriceListImport
from crossdock.models.files import KeepsFiles
from crossdock.storage.users_files import StorageAway, users_files

MODELS: tuple[type[KeepsFiles], ...] = (CrossDockTask, Basket, NegotiationSheet, PriceListImport)
BATCH = 500

logger = logging.getLogger(__name__)


def remove_files_past_their_time() -> int:
    """Remove files of tasks that ended FILES_KEPT_DAYS ago, and orphans.

    Returns the number of tasks and orphans. The rows stay. It is safe to run beside anything; what
    vanishes, or cannot be removed, stops it from nothing else. Orphans in a bucket are left to the
    bucket's own rule (docs/operations.md): to find them, all names would have to be asked for.
    """
    removed = sum(map(_remove_files_of, MODELS))
    return removed if settings.STORAGE_URL else removed + remove_orphans()


def _remove_files_of(model: type[KeepsFiles]) -> int:
    removed = failed = 0
    rows = model.with_files_past_their_time()
    while batch := list(rows[failed : failed + BATCH]):
        done = [task.pk for task in batch if _is_removed(task)]
        rows.order_by().filter(pk__in=done).update(files_removed_at=Now())
        removed += len(done)
        failed += len(batch) - len(done)
    return removed


def _is_removed(task: KeepsFiles) -> bool:
    try:
        users_files.delete_folder(task.folder)
    except (OSError, StorageAway):
        logger.exception("cannot remove %s", task.folder)
        return False
    return True
