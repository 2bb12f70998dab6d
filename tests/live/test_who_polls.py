"""Polls of strangers, and of readers who lose or gain rights."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from crossdock.live import readers
from crossdock.live.sessions import SessionStore
from crossdock.models import CrossDockTask
from crossdock.redis_state import changes
from crossdock.redis_state import client as redis_client
from tests.live.site import Site, remembered
from tests.world import log_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_strangers_are_sent_to_the_login(site: Site, pending: CrossDockTask) -> None:
    for cookie in ("", f"sessionid={'x' * 32}"):
        for _time in range(2):
            answer = site.get(None, HTTP_COOKIE=cookie)
            assert (answer.status, answer.content) == (204, b"")
            assert "login" in answer.headers["HX-Redirect"]


def test_cookies_that_are_no_sessions_take_no_memory(
    site: Site, as_bob: Client, pending: CrossDockTask
) -> None:
    remembered(site, as_bob)
    key = as_bob.cookies["sessionid"].value
    before = len(readers._known)
    for number in range(20):
        site.get(None, HTTP_COOKIE=f"sessionid={key}{number}; n={number}")
        site.get(as_bob, HTTP_COOKIE=f"n={number}; sessionid={key}")
    assert len(readers._known) == before


def test_the_oldest_readers_make_room(
    site: Site, as_alice: Client, as_bob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "MAX_READERS", 1)
    remembered(site, as_alice)
    remembered(site, as_bob)
    assert site.get(as_alice).queries > 0


def test_a_reader_is_looked_up_again_after_a_while(
    site: Site, as_bob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "SECONDS", -1)
    site.get(as_bob)
    assert site.get(as_bob).queries > 0


@pytest.fixture
def other_process(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Does something as another process would, which cannot make this one forget anybody."""

    def run(action: Callable[[], object]) -> None:
        known = dict(readers._known)
        action()
        readers._known.update(known)

    return run


def test_a_logout_ends_it_at_once_in_all_processes(
    site: Site, as_bob: Client, pending: CrossDockTask, other_process: Any
) -> None:
    for log_out in (lambda act: act(), other_process):
        browser = log_in(User.objects.get(username="bob"))
        cookie = f"sessionid={browser.cookies['sessionid'].value}"
        remembered(site, browser)
        log_out(lambda browser=browser: browser.post("/accounts/logout/"))
        assert "login" in site.get(None, HTTP_COOKIE=cookie).headers["HX-Redirect"]


@pytest.mark.parametrize("end", ["logout", "deactivation"])
def test_a_poll_under_way_while_its_reader_loses_the_right_is_the_last(
    site: Site,
    as_bob: Client,
    bob: User,
    pending: CrossDockTask,
    monkeypatch: pytest.MonkeyPatch,
    end: str,
) -> None:
    remember = readers.remember

    def lose_the_right_first(session_key: str, *more: Any) -> None:
        if end == "logout":
            SessionStore(session_key).delete()
        else:
            bob.is_active = False
            bob.save()
        remember(session_key, *more)

    monkeypatch.setattr(readers, "remember", lose_the_right_first)
    assert site.get(as_bob).status == 200
    monkeypatch.setattr(readers, "remember", remember)
    assert "login" in site.get(as_bob).headers["HX-Redirect"]


def test_somebody_elses_login_and_logout_change_nothing(
    site: Site, as_bob: Client, alice: User, pending: CrossDockTask
) -> None:
    remembered(site, as_bob)
    log_in(alice).post("/accounts/logout/")
    answer = site.get(as_bob)
    assert (answer.status, answer.queries) == (200, 0)


def test_who_may_no_more_is_out_at_once(
    site: Site, as_bob: Client, bob: User, pending: CrossDockTask
) -> None:
    remembered(site, as_bob)
    bob.is_active = False
    bob.save()
    assert "login" in site.get(as_bob).headers["HX-Redirect"]


def test_who_becomes_staff_gets_the_buttons(
    site: Site, as_bob: Client, bob: User, pending: CrossDockTask
) -> None:
    assert "/cancel/" not in remembered(site, as_bob).text
    bob.is_staff = True
    bob.save()
    assert "/cancel/" in site.get(as_bob).text
    assert "/cancel/" in remembered(site, as_bob).text


def test_readers_are_not_forgotten_when_the_other_tokens_end(
    site: Site, as_bob: Client, pending: CrossDockTask
) -> None:
    remembered(site, as_bob)
    redis_client.client().delete(changes.ROWS, changes.PROGRESS)
    for key in (changes.USERS, changes.SESSIONS):
        assert redis_client.client().ttl(key) == -1  # has no end
    tokens = changes.tokens()
    assert tokens is not None
    assert readers.recall(as_bob.cookies["sessionid"].value, tokens) is not None


def test_who_is_locked_by_sql_is_out_within_a_minute(
    site: Site, as_bob: Client, bob: User, pending: CrossDockTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered(site, as_bob)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    later = time.monotonic() + 60
    monkeypatch.setattr(readers.time, "monotonic", lambda: later)
    assert "login" in site.get(as_bob).headers["HX-Redirect"]
