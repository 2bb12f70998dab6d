import time
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from crossdock.live import readers
from crossdock.live.sessions import SessionStore
from crossdock.redis_state import changes, client
from crossdock.redis_state.changes import Tokens
from tests.factories import make_user
from tests.world import HTMX, log_in

pytestmark = pytest.mark.django_db(transaction=True)


def tokens() -> Tokens:
    now = changes.tokens()
    assert now is not None
    return now


@pytest.fixture
def known() -> tuple[Client, str]:
    """Somebody who is logged in and remembered, and the key of the session."""
    user = make_user("carol")
    browser = log_in(user)
    key = browser.cookies["sessionid"].value
    readers.remember(key, user, tokens())
    return browser, key


def change_password(browser: Client, _key: str) -> None:
    new = "a new one, and long"
    fields = {"old_password": "password", "new_password1": new, "new_password2": new}
    assert browser.post("/accounts/password/", fields).status_code == 302
    assert User.objects.get(username="carol").check_password(new)


@pytest.mark.parametrize(
    "end",
    [
        lambda browser, _key: browser.post("/accounts/logout/"),
        change_password,
        lambda _browser, key: SessionStore(key).delete(),
        lambda _browser, key: SessionStore().delete(key),
        lambda _browser, key: SessionStore(key).flush(),
    ],
)
def test_whose_session_ends_is_forgotten_in_all_processes(
    known: tuple[Client, str], end: Callable[[Client, str], object]
) -> None:
    browser, key = known
    before = tokens()
    assert readers.recall(key, before) is not None
    end(browser, key)
    assert not SessionStore().exists(key)
    assert readers.recall(key, tokens()) is None
    assert changes.has_ended(key)
    assert tokens().sessions != before.sessions
    assert tokens().rows == before.rows


def test_a_session_that_never_was_ends_for_nobody() -> None:
    before = tokens()
    SessionStore().delete()
    assert tokens() == before


def test_a_logout_while_redis_is_away_ends_the_old_cookie_in_all_processes(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once where sessions are asked for; where a reader is remembered, as soon as it is back."""
    browser = log_in(alice)
    key = browser.cookies["sessionid"].value
    before = changes.tokens()
    assert before is not None
    readers.remember(key, alice, before)
    monkeypatch.setattr(client.breaker, "_skip_until", time.monotonic() + 60)  # as if it hung
    assert changes.tokens() is None
    browser.post("/accounts/logout/")
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert "login" in stolen.get("/tasks/").headers["Location"]
    assert "login" in stolen.get("/tasks/rows/", headers=HTMX).headers["HX-Redirect"]
    client.breaker.reset()
    readers.remember(key, alice, before)  # as another process does that was not told
    after = changes.tokens()
    assert after is not None
    assert readers.recall(key, after) is None
