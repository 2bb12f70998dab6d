"""Where users' files are: one interface for all kinds of places, so that no caller knows the kind.

A name is a path like `tasks/<id>/result-7.xlsx`. It is given once and never used for other content,
so whoever has a copy of a file has the right one. What nobody's row points to counts as not there.
"""

import logging
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import cast

from django.core.files.storage import Storage, default_storage
from django.db.models.fields.files import FieldFile

from crossdock.errors import UserError
from crossdock.texts import Text as _

logger = logging.getLogger(__name__)

PREVIEWS = "previews"
"""The folder of the folders of files that are looked at, and are no row's."""

ORPHAN_AGE = timedelta(days=1)
"""What nobody points to may still be on its way: an upload, a result being written."""


class StorageAway(Exception):
    """The storage does not answer, or not in time. It passes."""


class UsersFiles(Storage):
    """Django's interface, and besides what work with files needs.

    `open` gives a file whose parts are read as they are asked for. Everything may raise
    StorageAway, or OSError where the files are on a disk of ours.
    """

    def check(self) -> None:
        """Raise ImproperlyConfigured if it refuses us; one that is away for now is only logged."""

    @abstractmethod
    def local(self, name: str) -> AbstractContextManager[Path]:
        """A path to read the file from, for as long as the block lasts.

        Raises FileNotFoundError.
        """

    @abstractmethod
    def written(self, name: str) -> AbstractContextManager[Path]:
        """A path to write the file to, which has to appear there whole (`atomic_write`).

        It is stored when the block has ended well, if there is one by then.
        """

    @abstractmethod
    def copy(self, source: str, target: str) -> None:
        """Give the file a second name. Raises FileNotFoundError."""

    @abstractmethod
    def names(self, folder: str) -> list[str]:
        """The whole names of the files in a folder; none if there is no folder."""

    @abstractmethod
    def delete_folder(self, folder: str) -> None:
        """Remove a folder with its files, if it is there."""

    def drop(self, *names: str) -> None:
        """Remove files that nobody points to; what cannot be removed now goes as an orphan."""
        for name in names:
            try:
                self.delete(name)
            except (OSError, StorageAway) as error:
                logger.warning("cannot remove %s: %r", name, error)

    def drop_folder(self, folder: str) -> None:
        """Remove a folder whose row is gone, as `drop` does."""
        try:
            self.delete_folder(folder)
        except (OSError, StorageAway) as error:
            logger.warning("cannot remove %s: %r", folder, error)


users_files = cast(UsersFiles, default_storage)


@contextmanager
def local(file: FieldFile) -> Iterator[Path]:
    """A path to read a row's file from, while the block lasts. Raises FileNotFoundError."""
    if not file.name:
        raise FileNotFoundError
    with users_files.local(file.name) as path:
        yield path


@contextmanager
def kept(file: FieldFile) -> Iterator[Path]:
    """The same, of a file that work begins with. Raises UserError if it is not kept any more."""
    with ExitStack() as stack:
        try:
            path = stack.enter_context(local(file))
        except FileNotFoundError as error:
            raise UserError(_("The file is not kept any more. Upload it again.")) from error
        yield path
