"""A Redis that hangs: a real one, stopped in the middle of its life."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dramatiq
import pytest
import redis
from django.contrib.auth.models import User
from django.test import Client

from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import Status
from crossdock.models.sweep import sweep
from crossdock.redis_state import changes, progress
from crossdock.redis_state import client as module
from crossdock.redis_state.client import breaker, client, connected
from crossdock.workers.broker import Broker
from project import services
from tests.views.test_tasks import upload
from tests.world import *  # noqa: F403  # its fixtures
from tests.world import log_in

pytestmark = pytest.mark.django_db(transaction=True)


class OwnRedis:
    """A Redis that these tests may stop."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.url = services.redis_url(folder)
        self.service = services.Redis(folder)
        self.service.start()
        self.client = self.service.client
        self._pid = int(self.client.info("server")["process_id"])

    def hang(self) -> None:
        os.kill(self._pid, signal.SIGSTOP)

    def wake(self) -> None:
        os.kill(self._pid, signal.SIGCONT)


@pytest.fixture
def own_redis(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRedis]:
    server = OwnRedis(tmp_path / "own")
    settings.REDIS_URL = server.url
    client.cache_clear()
    broker, own = dramatiq.get_broker(), Broker(url=server.url, middleware=[])
    monkeypatch.setattr(broker, "_sender", own._sender)
    yield server
    server.wake()
    server.service.stop()
    client.cache_clear()
    breaker.reset()


@pytest.fixture
def time_outs(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Each use of Redis that waited in vain; one that is skipped does not wait."""
    errors: list[BaseException] = []
    leave = module.Breaker.__exit__

    def note(self: module.Breaker, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, redis.TimeoutError):
            errors.append(error)
        leave(self, kind, error, trace)

    monkeypatch.setattr(module.Breaker, "__exit__", note)
    return errors


def ask() -> object:
    with connected() as pool:
        return pool.ping()


def announce() -> None:
    with pytest.raises(redis.TimeoutError):
        dramatiq.get_broker().enqueue(a_message())


def a_message() -> dramatiq.Message[Any]:
    return dramatiq.Message(
        queue_name="short", actor_name="process_file_task", args=(), kwargs={}, options={}
    )


def test_the_first_time_out_is_the_last_for_a_while(
    own_redis: OwnRedis, time_outs: list[BaseException]
) -> None:
    assert ask()
    own_redis.hang()
    with pytest.raises(redis.TimeoutError):
        ask()
    uses: list[Callable[[], object]] = [
        changes.tokens,
        changes.rows_changed,
        lambda: changes.session_ended("x"),
        lambda: changes.has_ended("x"),
        lambda: progress.read(["x"]),
        lambda: progress.write("x", {"stage": "queued"}),
        lambda: progress.wish_to_cancel("x"),
        announce,
    ]
    for use in uses:
        use()
    assert len(time_outs) == 1


@pytest.mark.parametrize("first", [changes.tokens, announce])
def test_a_use_waits_once(
    first: Callable[[], object], own_redis: OwnRedis, time_outs: list[BaseException]
) -> None:
    dramatiq.get_broker().enqueue(a_message())
    own_redis.hang()
    first()
    assert len(time_outs) == 1
    first()
    assert len(time_outs) == 1


def test_when_the_while_is_over_one_tries_and_then_all(
    own_redis: OwnRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_redis.hang()
    assert changes.tokens() is None
    monkeypatch.setattr(breaker, "_skip_until", time.monotonic())
    with breaker:  # the one that tries
        assert changes.tokens() is None
    own_redis.wake()
    assert changes.tokens() is not None


def test_a_redis_that_refuses_is_not_skipped(own_redis: OwnRedis) -> None:
    with pytest.raises(redis.ResponseError), connected() as pool:
        pool.execute_command("NONSENSE")
    assert ask()


def test_a_restart_is_not_noticed(own_redis: OwnRedis) -> None:
    assert ask()
    own_redis.client.client_kill_filter(_type="normal", skipme=True)
    assert ask()


def test_pages_go_on_after_one_time_out(
    own_redis: OwnRedis,
    as_alice: Client,
    pending: CrossDockTask,
    time_outs: list[BaseException],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "SKIP_SECONDS", 600.0)
    own_redis.hang()
    for page in ("/tasks/", "/tasks/rows/", f"/tasks/{pending.pk}/", "/price-lists/", "/health/"):
        assert as_alice.get(page).status_code == 200
    assert len(time_outs) == 1


def test_an_upload_is_kept_and_announced_later(
    own_redis: OwnRedis, as_alice: Client, group: SupplierGroup
) -> None:
    own_redis.hang()
    upload(as_alice, group, content=b"Brand;Article\nBOSCH;1")
    task = CrossDockTask.objects.get()
    assert (task.status, task.dispatches) == (Status.PENDING, 0)
    own_redis.wake()
    breaker.reset()
    sweep(CrossDockTask)
    task.refresh_from_db()
    assert task.dispatches == 1
    assert own_redis.client.llen("dramatiq:short") == 1


def test_a_logout_holds_at_once(own_redis: OwnRedis, alice: User) -> None:
    browser = log_in(alice)
    cookie = browser.cookies["sessionid"].value
    assert browser.get("/tasks/").status_code == 200
    own_redis.hang()
    browser.post("/accounts/logout/")
    browser.cookies["sessionid"] = cookie
    assert browser.get("/tasks/").status_code == 302
    assert (
        "login"
        in browser.get("/tasks/rows/", headers={"HX-Request": "true"}).headers["HX-Redirect"]
    )


def test_time_outs_are_short_enough_for_a_page() -> None:
    assert module.TIMEOUT <= 0.2 < module.SKIP_SECONDS
