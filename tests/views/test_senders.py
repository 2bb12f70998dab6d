from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from crossdock.forms.upload_limit import max_bytes
from crossdock.views.senders import (
    MAX_ANONYMOUS_BYTES,
    MAX_FORM_BYTES,
    Sender,
    body_length,
    sender,
    session_key,
)


def environ(path: str = "/tasks/new/", client: Client | None = None) -> dict[str, Any]:
    factory = RequestFactory()
    if client:
        factory.cookies = client.cookies
    return factory.post(path).environ


@pytest.mark.parametrize(
    ("declared", "length"), [("10", 10), ("", 0), (None, 0), ("-5", 0), ("many", 0)]
)
def test_what_cannot_be_is_no_length(declared: str | None, length: int) -> None:
    assert body_length({"CONTENT_LENGTH": declared}) == length


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ("/accounts/login/", MAX_ANONYMOUS_BYTES),
        ("/accounts/language/", MAX_ANONYMOUS_BYTES),
        ("/tasks/new/", 0),
        ("/nowhere/", 0),
    ],
)
def test_who_is_not_logged_in_may_log_in_and_choose_a_language(path: str, length: int) -> None:
    assert sender(environ(path)) == Sender("address 127.0.0.1", length)


@pytest.mark.django_db(transaction=True)  # old connections are closed
def test_a_users_bodies_are_counted_together(as_alice: Client, alice: User) -> None:
    assert sender(environ(client=as_alice)) == Sender(
        f"user {alice.pk}", MAX_FORM_BYTES + max_bytes()
    )
    assert session_key(environ(client=as_alice)) == as_alice.cookies["sessionid"].value
    assert session_key(environ()) == ""


@pytest.mark.django_db(transaction=True)
def test_a_session_that_has_ended_is_nobodys(as_alice: Client) -> None:
    asked = environ(client=as_alice)
    as_alice.session.flush()
    assert sender(asked).key == "address 127.0.0.1"
