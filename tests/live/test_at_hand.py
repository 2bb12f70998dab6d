"""Which polls wait for no thread: the front calls Django for them where everybody waits."""

from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from crossdock.live import at_hand, table
from crossdock.live.tables import _tables
from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.redis_state import changes, presence
from crossdock.redis_state import client as redis_client
from project.front import Front
from tests.live.site import Site, environ, remembered
from tests.loops import in_a_loop
from tests.world import MakeTask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def lasting_tokens(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_hand, "TOKENS_SECONDS", 60)
    monkeypatch.setattr(at_hand.recent_tokens, "_until", 0.0)


def forget_tokens() -> None:
    at_hand.recent_tokens._until = 0.0


def is_at_hand(client: Client, **more: str) -> bool:
    return at_hand.is_at_hand(environ(client, **more))


def poll_without_threads(client: Client) -> tuple[int, bytes]:
    """What a front answers none of whose threads takes any more work."""
    front = Front(WSGIHandler())
    front._threads.shutdown()
    cookie = environ(client)["HTTP_COOKIE"]
    scope = {
        "method": "GET",
        "raw_path": b"/tasks/rows/",
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "server": ("testserver", 80),
        "headers": [(b"host", b"testserver"), (b"cookie", cookie.encode())],
    }
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nothing is to be received")

    in_a_loop(front(scope, receive, send))
    return sent[0]["status"], sent[1]["body"]


def test_it_is_answered_without_thread_database_and_redis(
    site: Site, as_bob: Client, pending: CrossDockTask, settings: Any
) -> None:
    as_before = remembered(site, as_bob).content
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    redis_client.client.cache_clear()
    try:
        assert poll_without_threads(as_bob) == (200, as_before)
    finally:
        redis_client.client.cache_clear()


def test_anything_else_goes_to_a_thread(
    site: Site, as_bob: Client, as_alice: Client, pending: CrossDockTask
) -> None:
    remembered(site, as_bob)
    assert is_at_hand(as_bob)
    assert not is_at_hand(as_alice)  # nobody knows her yet
    for more in (
        {"PATH_INFO": "/tasks/"},
        {"REQUEST_METHOD": "POST"},
        {"QUERY_STRING": "status=failure"},
        {"HTTP_ACCEPT_LANGUAGE": "ru"},
        {"HTTP_COOKIE": ""},
    ):
        assert not is_at_hand(as_bob, **more)


def test_what_is_not_rendered_for_this_reader_yet_goes_to_a_thread(
    site: Site, as_bob: Client, as_alice: Client, pending: CrossDockTask
) -> None:
    remembered(site, as_alice)
    site.get(as_bob)  # remembered, and given the table by the view
    pending.cancel()
    forget_tokens()
    remembered(site, as_alice)
    assert is_at_hand(as_alice)
    assert not is_at_hand(as_bob)
    remembered(site, as_bob)
    assert is_at_hand(as_bob)


def test_progress_that_is_too_old_is_read_by_a_thread_and_one_is_enough(
    site: Site, as_bob: Client, task_in: MakeTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "FRESH_SECONDS", 0)
    task_in(Status.RUNNING)
    remembered(site, as_bob)
    changes.progress_moved()
    forget_tokens()
    at_hand.recent_tokens.get()
    assert not is_at_hand(as_bob)
    kept = _tables["", "en"]
    with kept.renewal:
        assert is_at_hand(as_bob)


@pytest.mark.parametrize("cause", ["a change", "an end", "old tokens", "absence"])
def test_what_has_to_be_asked_for_goes_to_a_thread(
    site: Site, as_bob: Client, pending: CrossDockTask, cause: str
) -> None:
    remembered(site, as_bob)
    assert is_at_hand(as_bob)
    if cause == "a change":
        changes.rows_changed()
    elif cause == "an end":
        changes.session_ended("whose end makes all be asked for")
    elif cause == "absence":
        presence.forget_all()
    if cause != "absence":
        forget_tokens()
    if cause in ("a change", "an end"):
        at_hand.recent_tokens.get()
    assert not is_at_hand(as_bob)
