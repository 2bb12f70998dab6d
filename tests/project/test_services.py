import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
import redis

from project import services
from tests.project.embedded import query


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


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


def test_nothing_is_started_that_the_environment_names(var: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/x")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")
    with services.running(var):
        assert list(var.iterdir()) == []


def test_nobody_else_may_read_what_is_there(var: Path, embedded: None):
    with services.running(var):
        query(var, "CREATE TABLE kept AS SELECT 7 AS number")
        redis.Redis.from_url(services.redis_url(var)).set("kept", "7")
    found = list(var.rglob("*"))
    assert {"appendonly.aof", "postgres.log", "PG_VERSION"} <= {path.name for path in found}
    assert [path for path in found if path.lstat().st_mode & 0o077] == []


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


def test_a_start_that_is_interrupted_leaves_nothing(var: Path, embedded: None):
    interrupt = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    interrupt.start()
    with pytest.raises(KeyboardInterrupt), services.running(var):
        time.sleep(60)
    assert services.Postgres(var).processes() == services.Redis(var).processes() == []
    with services.running(var):
        assert query(var, "SELECT 1") == [(1,)]
