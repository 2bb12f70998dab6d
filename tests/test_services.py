import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
import pytest
import redis

from project import services
from project.folders import CannotStartError


@pytest.fixture
def var() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="a b%20#Ж'\"-") as folder:  # short, for sockets
        Path(folder).chmod(0o755)
        yield Path(folder)


def query(var: Path, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(services.database_url(var), autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


def test_what_was_stored_is_there_after_everything_was_killed(var: Path, embedded: None):
    postgres, stored = services.Postgres(var), services.Redis(var)
    postgres.start()
    stored.start()
    query(var, "CREATE TABLE kept AS SELECT 7 AS number")
    stored.client.set("kept", "7")
    kill(int((var / "postgres" / "postmaster.pid").read_text().split()[0]))
    kill(stored.client.info()["process_id"])
    with services.running(var):
        assert query(var, "SELECT number FROM kept") == [(7,)]
        assert redis.Redis.from_url(services.redis_url(var)).get("kept") == b"7"
    with pytest.raises(psycopg.OperationalError):
        query(var, "SELECT 1")
    with pytest.raises(redis.ConnectionError):
        redis.Redis.from_url(services.redis_url(var)).ping()


@pytest.mark.parametrize("service", [services.Postgres, services.Redis])
def test_one_that_dies_while_its_answer_is_awaited_is_started_again(service: Any, var: Path):
    service(var).start()
    dying = service(var).processes()[0]
    dying.suspend()
    threading.Timer(0.3, dying.kill).start()
    again = service(var)
    try:
        again.start()
        assert again.answers()
        assert again.processes()[0].pid != dying.pid
    finally:
        again.stop()


def test_nothing_is_started_that_the_environment_names(var: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/x")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")
    with services.running(var):
        assert list(var.iterdir()) == []


def test_a_folder_too_deep_for_a_socket(var: Path, embedded: None):
    deep = var / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    with services.running(deep):
        assert query(deep, "SELECT 1") == [(1,)]
        assert redis.Redis.from_url(services.redis_url(deep)).ping()
        for url in (services.database_url(deep), services.redis_url(deep)):
            socket = socket_of(url)
            assert not socket.is_relative_to(var)
            assert socket.parent.stat().st_mode & 0o777 == 0o700
            assert socket.stat().st_mode & 0o777 == 0o700


def socket_of(url: str) -> Path:
    host = unquote(urlsplit(url).netloc.rpartition("@")[2]) or unquote(urlsplit(url).path)
    return Path(host) / ".s.PGSQL.5432" if url.startswith("postgres") else Path(host)


@pytest.mark.parametrize("service", [services.Postgres, services.Redis])
@pytest.mark.parametrize("trap", ["open", "link"])
def test_a_socket_folder_that_others_may_use_is_refused(service: Any, trap: str, var: Path):
    deep = var / ("d" * 60) / ("e" * 60)
    url = services.database_url if service is services.Postgres else services.redis_url
    folder = socket_of(url(deep)).parent
    if trap == "open":
        folder.mkdir()
        folder.chmod(0o777)
    else:
        folder.symlink_to(var)
    try:
        with pytest.raises(CannotStartError, match="others may use this folder"):
            service(deep).start()
    finally:
        service(deep).stop()
        folder.unlink() if trap == "link" else folder.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to let another user in")
def test_root_opens_no_folder_for_good_nor_for_others(var: Path, embedded: None):
    var.chmod(0o700)
    inner = var / "inner"
    with services.running(inner):
        assert query(inner, "SELECT 1") == [(1,)]
        for folder in (var, inner):
            assert folder.stat().st_mode & 0o767 == 0o700
    for folder in (var, inner):
        assert (folder.stat().st_mode & 0o777, folder.stat().st_gid) == (0o700, 0)


def test_nobody_else_may_read_what_is_there(var: Path, embedded: None):
    with services.running(var):
        query(var, "CREATE TABLE kept AS SELECT 7 AS number")
        redis.Redis.from_url(services.redis_url(var)).set("kept", "7")
    found = list(var.rglob("*"))
    assert {"appendonly.aof", "postgres.log", "PG_VERSION"} <= {path.name for path in found}
    assert [path for path in found if path.lstat().st_mode & 0o077] == []


def test_what_an_older_version_left_readable_is_closed(var: Path, embedded: None):
    (var / "redis").mkdir(mode=0o755)
    (var / "redis").chmod(0o755)
    with services.running(var):
        assert (var / "redis").stat().st_mode & 0o777 == 0o700


def test_settings_follow_the_machine(var: Path, embedded: None):
    with services.running(var):
        (buffers,), *_ = query(var, "SHOW shared_buffers")
        assert buffers != "128MB"


def test_services_that_are_killed_are_back_within_ten_seconds(var: Path, embedded: None):
    with services.running(var, kept=True):
        query(var, "CREATE TABLE kept AS SELECT 7 AS number")
        client = redis.Redis.from_url(services.redis_url(var))
        kill(int((var / "postgres" / "postmaster.pid").read_text().split()[0]))
        kill(client.info()["process_id"])
        since = time.monotonic()
        while True:
            with suppress(psycopg.OperationalError, redis.ConnectionError):
                assert client.ping()
                assert query(var, "SELECT number FROM kept") == [(7,)]
                break
            assert time.monotonic() - since < 10
            time.sleep(0.1)
    assert services.Postgres(var).processes() == services.Redis(var).processes() == []


def test_a_damaged_append_only_file_is_set_aside(
    var: Path, embedded: None, capsys: pytest.CaptureFixture[str]
):
    with services.running(var):
        client = redis.Redis.from_url(services.redis_url(var))
        for number in range(100):
            client.set(f"key {number}", "x" * 100)
    file = var / "redis" / "appendonly.aof"
    content = bytearray(file.read_bytes())
    content[5000:5100] = b"?" * 100
    file.write_bytes(content)
    with services.running(var):
        assert redis.Redis.from_url(services.redis_url(var)).dbsize() == 0
    (aside,) = file.parent.glob("appendonly.aof.damaged-*")
    assert aside.read_bytes() == content
    assert str(aside) in capsys.readouterr().out


def test_a_start_that_is_interrupted_leaves_nothing(var: Path, embedded: None):
    interrupt = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    interrupt.start()
    with pytest.raises(KeyboardInterrupt), services.running(var):
        time.sleep(60)
    assert services.Postgres(var).processes() == services.Redis(var).processes() == []
    with services.running(var):
        assert query(var, "SELECT 1") == [(1,)]
