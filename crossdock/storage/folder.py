"""Users' files in a folder, which several hosts may share by a network file system."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from crossdock.storage.users_files import UsersFiles
from crossdock.storage.whole_files import link_or_copy


class Folder(UsersFiles, FileSystemStorage):
    """The folder MEDIA_ROOT."""

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """The file itself."""
        path = Path(self.path(name))
        if not path.exists():
            raise FileNotFoundError(name)
        yield path

    @contextmanager
    def written(self, name: str) -> Iterator[Path]:
        """The place where it belongs."""
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        yield path

    def copy(self, source: str, target: str) -> None:
        """Link it, where the volume can do that."""
        with self.local(source) as path, self.written(target) as second:
            link_or_copy(path, second)

    def names(self, folder: str) -> list[str]:
        """The files, without what is being written."""
        try:
            return [f"{folder}/{path.name}" for path in Path(self.path(folder)).iterdir()]
        except FileNotFoundError:
            return []

    def delete_folder(self, folder: str) -> None:
        """Remove it; what cannot be removed stays, and goes as orphans."""
        shutil.rmtree(self.path(folder), ignore_errors=True)
