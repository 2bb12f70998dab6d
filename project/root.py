"""Started by root: PostgreSQL refuses to run as root, so it gets a user of its own.

That user has to pass through the folders above its data and programs. Where root has closed one to
everybody, it is opened for this user's group alone, for passing through, and only while it runs.
"""

import os
import pwd
import stat
import subprocess
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from project.folders import CannotStartError

NAME = "pgserver"
GROUP_BITS = 0o070
PASS = 0o010


@cache
def postgres_user() -> pwd.struct_passwd | None:
    """Who the embedded PostgreSQL runs as, made where there is none; None: as whoever we are."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam(NAME)
    make = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/false"]
    subprocess.run([*make, NAME], check=True, capture_output=True)
    return pwd.getpwnam(NAME)


def running_as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """What subprocess needs to run a program as this user, with nothing left of root."""
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def let_in(user: pwd.struct_passwd, data: Path, programs: Path) -> None:
    """Let it pass to its data and its programs. Raises CannotStartError."""
    for folder in _above(data, programs):
        status = folder.stat()
        if _may_pass(user, status):
            continue
        if status.st_uid != 0 or status.st_mode & GROUP_BITS:
            raise CannotStartError(
                f"PostgreSQL does not run as root, and its user {NAME} may not enter “{folder}”. "
                "Start Crossdock as the owner of this folder, or from another one."
            )
        os.chown(folder, -1, user.pw_gid)
        folder.chmod(stat.S_IMODE(status.st_mode) | PASS)
    _make_readable(programs.parent)


def shut_out(user: pwd.struct_passwd, data: Path, programs: Path) -> None:
    """Close the folders again that were opened, except for another PostgreSQL that still runs."""
    folders_in_use = _folders_used_by(user)
    for folder in _above(data, programs):
        status = folder.stat()
        opened = status.st_uid == 0 and status.st_gid == user.pw_gid
        opened &= status.st_mode & GROUP_BITS == PASS
        if opened and not any(path.is_relative_to(folder) for path in folders_in_use):
            folder.chmod(stat.S_IMODE(status.st_mode) & ~PASS)
            os.chown(folder, -1, 0)


def _above(*paths: Path) -> list[Path]:
    """The folders that these are in, the highest first."""
    return sorted({parent for path in paths for parent in path.parents})


def _may_pass(user: pwd.struct_passwd, status: os.stat_result) -> bool:
    if status.st_uid == user.pw_uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == user.pw_gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _make_readable(programs: Path) -> None:
    """Installed under a strict umask, the programs are root's alone; there is no secret in them."""
    if programs.stat().st_mode & stat.S_IXOTH:
        return
    for path in (*programs.rglob("*"), programs):  # the top at last: it says that all is done
        if not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod(mode | 0o044 | (0o011 if mode & stat.S_IXUSR else 0))


def _folders_used_by(user: pwd.struct_passwd) -> set[Path]:
    folders = set()
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.uids().real == user.pw_uid and process.status() != psutil.STATUS_ZOMBIE:
                folders |= {Path(process.cwd()), Path(process.exe())}
    return folders
