from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from crossdock.live import readers
from crossdock.live.sessions import SessionStore
from crossdock.redis_state import changes
from crossdock.redis_state.client import client
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def known() -> tuple[Client, str]:
    """Somebody who is logged in, and the key of his session, whose reader is known."""
    browser = Client()
    browser.force_login(make_user("carol"))
    key = browser.cookies["sessionid"].value
    client().set(readers._key(key), "known")
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
    before = changes.tokens()
    end(browser, key)
    after = changes.tokens()
    assert not SessionStore().exists(key)
    assert client().get(readers._key(key)) is None
    assert before is not None
    assert after is not None
    assert (after.ends != before.ends, after.rows) == (True, before.rows)


def test_a_session_that_never_was_ends_for_nobody() -> None:
    before = changes.tokens()
    SessionStore().delete()
    assert changes.tokens() == before
