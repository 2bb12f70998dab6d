import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from project import services


@pytest.fixture
def var() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="crossdock-%20#") as folder:  # short, for sockets
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
    services.start_postgres(var)
    client = services.start_redis(var)
    query(var, "CREATE TABLE kept AS SELECT 7 AS number")
    client.set("kept", "7")
    kill(int((var / "postgres" / "postmaster.pid").read_text().split()[0]))
    kill(client.info()["process_id"])
    with services.running(var):
        assert query(var, "SELECT number FROM kept") == [(7,)]
        assert redis.Redis.from_url(services.redis_url(var)).get("kept") == b"7"
    with pytest.raises(psycopg.OperationalError):
        query(var, "SELECT 1")
    with pytest.raises(redis.ConnectionError):
        redis.Redis.from_url(services.redis_url(var)).ping()


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


def test_settings_follow_the_machine(var: Path, embedded: None):
    with services.running(var):
        (buffers,), *_ = query(var, "SHOW shared_buffers")
        assert buffers != "128MB"
