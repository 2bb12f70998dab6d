"""Removes from the folder of users' files what no row points to."""

import logging
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from crossdock.models import Basket, CrossDockTask, NegotiationSheet, PriceListImport
from crossdock.models.files import KeepsFiles
from crossdock.storage.users_files import ORPHAN_AGE, PREVIEWS

UPLOAD_AGE = timedelta(hours=1)
"""Of a request that is being received: one whose file has not grown for so long was broken off."""

LOOKED_AT_FOR = timedelta(days=30)
"""A folder that has not changed for so long has been looked through often enough."""

BATCH = 500

Owner = tuple[type[KeepsFiles], tuple[str, ...]] | None
"""Whose rows' ids name folders, and the columns that point to the files in them."""

OWNERS: Mapping[str, Owner] = {
    "tasks": (
        CrossDockTask,
        ("request_file", "result_file", "lines_file", "filled__file", "orders__file"),
    ),
    "baskets": (Basket, ("file",)),
    "negotiations": (NegotiationSheet, ("file",)),
    "price_lists": (PriceListImport, ("file", "left_out_file")),
    PREVIEWS: None,
}

logger = logging.getLogger(__name__)


def remove_orphans() -> int:
    """Remove what has been nobody's for ORPHAN_AGE; returns how many files.

    It holds no more of all these folders in memory than BATCH.
    """
    removed = _remove_broken_off_uploads()
    for name, owner in OWNERS.items():
        folders = _folders(Path(default_storage.path(name)))
        while batch := {folder.name: folder for folder in islice(folders, BATCH)}:
            referenced = _referenced(batch, owner)
            removed += sum(_remove(folder, referenced[name]) for name, folder in batch.items())
    return removed


def _remove_broken_off_uploads() -> int:
    """Remove what killed web processes left of requests that they were receiving."""
    folder = settings.FILE_UPLOAD_TEMP_DIR
    return _remove_old(Path(folder).glob("*.upload*"), UPLOAD_AGE) if folder else 0


def _folders(root: Path) -> Iterator[Path]:
    """Those in which there may be something new that is nobody's."""
    since = (timezone.now() - LOOKED_AT_FOR).timestamp()
    with suppress(FileNotFoundError), os.scandir(root) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                if entry.is_dir(follow_symlinks=False) and entry.stat().st_mtime > since:
                    yield Path(entry.path)


def _referenced(folders: Iterable[str], owner: Owner) -> defaultdict[str, set[str]]:
    """The names of the files in each folder that a row still points to."""
    referenced = defaultdict[str, set[str]](set)
    if owner is None:
        return referenced
    model, columns = owner
    rows = model._default_manager.filter(pk__in=filter(_is_uuid, folders))
    for pk, *files in rows.values_list("pk", *columns):  # a task has a row for each order
        referenced[str(pk)] |= {Path(name).name for name in files if name}
    return referenced


def _remove(folder: Path, referenced: set[str]) -> int:
    try:
        files = list(folder.iterdir())
    except FileNotFoundError:  # removed with its task meanwhile
        return 0
    removed = _remove_old(file for file in files if file.name not in referenced)
    if not referenced and (removed or _is_old(folder)):  # a new one is about to get its file
        with suppress(OSError):
            folder.rmdir()
    return removed


def _remove_old(files: Iterable[Path], age: timedelta = ORPHAN_AGE) -> int:
    removed = 0
    for file in files:
        if not _is_old(file, age):
            continue
        try:
            file.unlink(missing_ok=True)
            removed += 1
        except OSError:
            logger.exception("cannot remove %s", file)
    return removed


def _is_old(path: Path, age: timedelta = ORPHAN_AGE) -> bool:
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
