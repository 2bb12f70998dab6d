"""Folders that belong to one account alone, for the embedded services' data and sockets."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

SOCKET_PATH_MAX = 107
"""Bytes that the path of a unix socket may have."""


class CannotStartError(Exception):
    """Crossdock cannot start here; the text says why, and the way out."""


def private_folder(path: Path, owner: int) -> Path:
    """A folder under the var folder that only this user id enters; made, or closed to others."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = path.stat()
    if status.st_uid != owner:
        os.chown(path, owner, -1)
    if status.st_mode & 0o077:
        path.chmod(0o700)
    return path


def socket_folder(var: Path, service: str, socket: str) -> Path:
    """Where this service has its socket of this name: with its data, unless the path is too long.

    Then it is a folder among the temporary files, which `check_socket_folder` has to look at.
    """
    folder = var.resolve() / service
    if len(os.fsencode(folder / socket)) <= SOCKET_PATH_MAX:
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"crossdock-{os.getuid()}-{name}"


def check_socket_folder(path: Path, owner: int) -> None:
    """Make the folder, or make sure that nobody else could have put something there.

    Raises CannotStartError.
    """
    try:
        path.mkdir(mode=0o700)
        os.chown(path, owner, -1)
    except FileExistsError:
        status = path.lstat()
        private = stat.S_ISDIR(status.st_mode) and not status.st_mode & 0o077
        if not private or status.st_uid != owner:
            raise CannotStartError(
                f"“{path}” is to hold a socket, but others may use this folder. Remove it, or name "
                "a shorter folder for the data: VAR_DIR=/short/path make run"
            ) from None
