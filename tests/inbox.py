"""A real SMTP server, and what it has got."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.contrib.auth.models import User
from django.utils import timezone

from crossdock.models import Notice, telling
from crossdock.models.notices import Kind
from crossdock.redis_state import presence
from crossdock.redis_state.client import client
from tests import processes


class Inbox:
    """What the mail server has got."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802
        if self.refused & set(envelope.rcpt_tos):
            return "552 not for him"
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox: Inbox, settings: Any) -> Iterator[Controller]:
    server = make_server(inbox, processes.free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.SITE_URL = "https://crossdock.example"
    server.start()
    yield server
    if server.loop.is_running():
        server.stop()


def make_server(inbox: Inbox, port: int) -> Controller:
    return Controller(inbox, hostname="127.0.0.1", port=port)


def due_again() -> None:
    """The pauses are over."""
    Notice.objects.filter(mail_due_at__isnull=False).update(mail_due_at=timezone.now())


@pytest.fixture(autouse=True)
def nobody_is_here(alice: User, bob: User, staff: User) -> None:
    presence.forget_all()
    for user in (alice, bob, staff):
        client().delete(presence._key(user.pk))
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.com")


def tell(user: User, kind: Kind = Kind.TASK_DONE, **about: Any) -> Notice:
    telling.tell([user.pk], kind, "news", **about)
    return user.notices.latest("id")
