"""Copies of stored files on this host's disk: a page of lines is asked for again and again."""

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from crossdock.storage.whole_files import link_or_copy

MAX_BYTES = 1_000_000_000
MAX_COPIES = 2_000
"""Those that were used last are kept."""


class Copies:
    """Files by their names. Safe among processes: what is handed out is a file of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, name: str, size: int, path: Path) -> bool:
        """Put the copy at `path`; False if there is none of this size (bytes)."""
        copy = self._of(name)
        try:
            link_or_copy(copy, path)
            os.utime(copy)
        except FileNotFoundError:
            return False
        if path.stat().st_size != size:
            path.unlink()
            return False
        return True

    def keep(self, name: str, path: Path) -> None:
        """Keep a copy of the whole file at `path`. What does not work out costs a later read."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._make_room(path.stat().st_size)
            new = path.with_name(".copy")
            link_or_copy(path, new)
            new.replace(self._of(name))

    def forget(self, name: str) -> None:
        """Remove the copy, if there is one."""
        self._of(name).unlink(missing_ok=True)

    def _of(self, name: str) -> Path:
        return self._folder / sha256(name.encode()).hexdigest()

    def _make_room(self, size: int) -> None:
        copies = sorted(self._stats())
        total = sum(each_size for _used, each_size, _path in copies) + size
        excess = len(copies) + 1 - MAX_COPIES
        for number, (_used, each_size, path) in enumerate(copies):
            if total <= MAX_BYTES and number >= excess:
                return
            path.unlink(missing_ok=True)
            total -= each_size

    def _stats(self) -> Iterator[tuple[float, int, Path]]:
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):
                stat = path.stat()
                yield stat.st_mtime, stat.st_size, path
