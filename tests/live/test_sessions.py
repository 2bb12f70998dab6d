from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from crossdock.live import readers
from crossdock.live.sessions import SessionStore
from crossdock.redis_state import changes
from crossdock.redis_state.changes import Tokens
from tests.factories import make_user
from tests.world import log_in

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
