"""Which of the users' files may go: old ones, and what killed workers and deleted tasks left."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from crossdock.models import Basket, CrossDockTask, NegotiationSheet, PriceListImport
from crossdock.models.lifecycle import BackgroundTask
from crossdock.storage.users_files import ORPHAN_AGE

logger = logging.getLogger(__name__)

UPLOAD_AGE = timedelta(hours=1)
"""Of a request that is being received: one whose file has not grown for so long was broken off."""

BATCH = 500


@dataclass(frozen=True)
class Owner:
    """Whose files are in which folder: a folder for each row, named by its id."""

    folder: str
    model: type[BackgroundTask]
    fields: tuple[str, ...]


OWNERS = (
    Owner(
        "tasks",
        CrossDockTask,
        ("request_file", "result_file", "lines_file", "filled__file", "orders__file"),
    ),
    Owner("baskets", Basket, ("file",)),
    Owner("negotiations", NegotiationSheet, ("file",)),
    Owner("price_lists", PriceListImport, ("file", "left_out_file")),
)


def remove_files_past_their_time() -> int:
    """Remove files of tasks that ended FILES_KEPT_DAYS ago, and orphans; returns how many.

    The rows stay. It is safe to run beside anything; what vanishes, or cannot be removed, stops it
    from nothing else.
    """
    return sum(map(_remove_files_of, OWNERS)) + _remove_broken_off_uploads()


def _remove_broken_off_uploads() -> int:
    """Remove what killed web processes left of requests that they were receiving."""
    folder = settings.FILE_UPLOAD_TEMP_DIR
    return _remove_orphans(Path(folder).glob("*.upload*"), UPLOAD_AGE) if folder else 0


def _remove_files_of(owner: Owner) -> int:
    root = Path(default_storage.path(owner.folder))
    folders = [folder for folder in root.iterdir() if folder.is_dir()] if root.is_dir() else []
    removed = 0
    for start in range(0, len(folders), BATCH):
        batch = {folder.name: folder for folder in folders[start : start + BATCH]}
        removed += sum(
            _remove(folder, referenced) for folder, referenced in _referenced(batch, owner)
        )
    return removed


def _referenced(folders: dict[str, Path], owner: Owner) -> list[tuple[Path, set[str]]]:
    """Each folder with the names of the files in it that a task still points to."""
    kept_from = timezone.now() - timedelta(days=settings.FILES_KEPT_DAYS)
    rows = owner.model._default_manager.filter(pk__in=filter(_is_uuid, folders)).values_list(
        "pk", *owner.fields, "finished_at"
    )
    referenced = defaultdict[str, set[str]](set)
    for pk, *files, finished_at in rows:  # a task with several orders has a row for each
        if finished_at is None or finished_at > kept_from:
            referenced[str(pk)] |= {Path(name).name for name in files if name}
    return [(folder, referenced[name]) for name, folder in folders.items()]


def _remove(folder: Path, referenced: set[str]) -> int:
    try:
        files = list(folder.iterdir())
    except FileNotFoundError:  # removed with its task meanwhile
        return 0
    removed = _remove_orphans(file for file in files if file.name not in referenced)
    if not referenced and (removed or _is_orphan(folder)):  # a new one is about to get its file
        with suppress(OSError):
            folder.rmdir()
    return removed


def _remove_orphans(files: Iterable[Path], age: timedelta = ORPHAN_AGE) -> int:
    removed = 0
    for file in files:
        if not _is_orphan(file, age):
            continue
        try:
            file.unlink(missing_ok=True)
            removed += 1
        except OSError:
            logger.exception("cannot remove %s", file)
    return removed


def _is_orphan(path: Path, age: timedelta = ORPHAN_AGE) -> bool:
    """Whether what nobody points to is past its time; not if it was renamed or removed just now."""
    try:
        return path.lstat().st_mtime < (timezone.now() - age).timestamp()
    except FileNotFoundError:
        return False


def _is_uuid(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
