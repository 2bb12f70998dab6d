"""Where a process puts files that it works on and that belong elsewhere: `VAR_DIR/work`.

Each process has a folder of its own there, which it holds a lock on as long as it lives; so what a
killed one has left is told from what is in use, in containers too, where ids of processes mean
nothing to each other.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory, mkdtemp

from django.conf import settings


@contextmanager
def workplace(name: str) -> Iterator[Path]:
    """A path in a folder of its own for a file of this name; all of it is removed at the end."""
    with TemporaryDirectory(dir=_own_folder(os.getpid())) as folder:
        yield Path(folder, PurePath(name).name)


def clear() -> None:
    """Remove what killed processes have left."""
    for folder in _root().iterdir():
        if (lock := _locked(folder)) is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)


def _root() -> Path:
    root = Path(settings.VAR_DIR, "work")
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


@cache
def _own_folder(_process: int) -> Path:
    while True:
        folder = Path(mkdtemp(dir=_root()))
        lock = _locked(folder)  # held for good
        if lock is not None and folder.exists():  # else a `clear` was quicker
            return folder


def _locked(folder: Path) -> int | None:
    """A lock on a folder (its descriptor); None if somebody else has it, or it is gone."""
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return lock
    os.close(lock)
    return None
