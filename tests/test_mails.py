"""Mails, to a real SMTP server."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.contrib.auth.models import User
from django.utils import timezone

from crossdock import clock, mails
from crossdock.models import CrossDockTask, Notice, Preferences, TaskComment, telling
from crossdock.models.lifecycle import Status
from crossdock.models.notices import MAIL_PAUSE, MAX_MAIL_PAUSE, Kind
from crossdock.redis_state import presence
from crossdock.redis_state.client import client
from tests import processes
from tests.factories import make_task
from tests.world import *  # noqa: F403  # its fixtures
from tests.world import MakeTask, log_in

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = 100

LOSE_PROCESSES = f"""
import os, random, signal
import django
django.setup()
from django.conf import settings
from django.core.mail.backends import smtp
from django.db import transaction
from crossdock import mails
from crossdock.models import CrossDockTask, Notice
from django.db.models.functions import Now
from django.urls import reverse

settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
random = random.Random(7)
reverse("crossdock:task_list")  # what each child would load anew

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def end_a_task():
    with transaction.atomic():
        task = CrossDockTask.objects.filter(status="PENDING").first()
        task.mark_as_running()
        task.mark_as_success(result_file="x", lines=1, lines_found=1)
        transaction.on_commit(die)

def send_until_killed():
    before, send = random_number < 0.5, smtp.EmailBackend.send_messages
    left = int(10 * random_number) % 3
    def send_and_die(self, messages):
        nonlocal left
        left -= 1
        if before and left < 0:
            die()
        send(self, messages)
        if left < 0:
            die()
    smtp.EmailBackend.send_messages = send_and_die
    Notice.objects.filter(mail_due_at__isnull=False).update(mail_due_at=Now())
    mails.send_due()

for number in range({KILLS}):
    random_number = random.random()
    child = os.fork()
    if not child:
        (end_a_task if number % 2 else send_until_killed)()
        os._exit(0)
    os.waitpid(child, 0)
"""


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


@pytest.fixture(autouse=True)
def nobody_is_here(alice: User, bob: User, staff: User) -> None:
    presence.forget_all()
    for user in (alice, bob, staff):
        client().delete(presence._key(user.pk))
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.com")


def due_again() -> None:
    """The pauses are over."""
    Notice.objects.filter(mail_due_at__isnull=False).update(mail_due_at=timezone.now())


def tell(user: User, kind: Kind = Kind.TASK_DONE, **about: Any) -> Notice:
    telling.tell([user.pk], kind, "news", **about)
    return user.notices.latest("id")


@pytest.mark.parametrize(
    ("language", "subject", "says"),
    [
        ("en", "request.xlsx has failed", "Choose here which e-mails you get"),
        ("ru", "request.xlsx: не удалось", "Выбрать, какие письма получать"),
    ],
)
def test_a_mail_says_what_happened_in_the_language_of_its_reader(
    language: str,
    subject: str,
    says: str,
    server: Controller,
    inbox: Inbox,
    pending: CrossDockTask,
    alice: User,
) -> None:
    Preferences.objects.create(user=alice, language=language)
    CrossDockTask.objects.update(created_at=timezone.now() - timedelta(hours=1))
    pending.refresh_from_db()
    assert pending.mark_as_running()
    assert pending.mark_as_failed("No columns.")
    clock.send_mails()
    (mail,) = inbox.mails
    assert (mail["To"], mail["Subject"]) == ("alice@example.com", subject)
    body = mail.get_content()
    assert "No columns." in body
    assert says in body
    assert f"https://crossdock.example/tasks/{pending.pk}/" in body
    clock.send_mails()
    assert len(inbox.mails) == 1


@pytest.mark.parametrize(
    ("wanted", "limit", "files"), [(True, 10, 1), (True, 9, 0), (False, 10, 0)]
)
def test_a_small_result_comes_along_where_it_is_wanted(
    wanted: bool,
    limit: int,
    files: int,
    server: Controller,
    inbox: Inbox,
    task_in: MakeTask,
    alice: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mails, "MAX_ATTACHED_BYTES", limit)
    Preferences.objects.create(user=alice, language="en", attaches_result=wanted)
    tell(alice, task=task_in(Status.SUCCESS))
    clock.send_mails()
    attached = list(inbox.mails[0].iter_attachments())
    assert len(attached) == files
    assert all(file.get_content() == b"the result" for file in attached)


def test_a_result_that_is_gone_keeps_no_mail_back(
    server: Controller, inbox: Inbox, task_in: MakeTask, alice: User
) -> None:
    Preferences.objects.create(user=alice, language="en", attaches_result=True)
    task = task_in(Status.SUCCESS)
    Path(task.result_file.path).unlink()
    tell(alice, task=task)
    clock.send_mails()
    assert len(inbox.mails) == 1


def test_who_has_a_page_open_gets_no_mail(
    server: Controller, inbox: Inbox, alice: User, bob: User
) -> None:
    page = log_in(alice)
    assert page.get("/tasks/rows/").status_code == 200
    for user in (alice, bob):
        tell(user)
    clock.send_mails()
    due_again()
    clock.send_mails()
    assert [mail["To"] for mail in inbox.mails] == ["bob@example.com"]
    assert alice.notices.filter(read_at=None).count() == 1  # the bell has it


def test_a_poll_that_is_answered_from_memory_is_a_page_that_is_open(alice: User) -> None:
    page = log_in(alice)
    page.get("/tasks/rows/")
    presence.forget_all()
    client().delete(presence._key(alice.pk))
    page.get("/tasks/rows/")
    assert presence.has_page_open(alice.pk)


def test_without_redis_a_mail_is_sent(alice: User, settings: Any, tmp_path: Path) -> None:
    presence.note(alice.pk)
    settings.REDIS_URL = f"unix://{tmp_path}/none"
    client.cache_clear()
    try:
        assert not presence.has_page_open(alice.pk)
    finally:
        client.cache_clear()


def test_nobody_is_mailed_what_is_not_for_him_any_more(
    server: Controller, inbox: Inbox, staff: User, bob: User, alice: User
) -> None:
    tell(staff, Kind.LIST_LATE)
    tell(bob)
    tell(alice)
    User.objects.filter(pk=staff.pk).update(is_staff=False)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    User.objects.filter(pk=alice.pk).update(email="")
    clock.send_mails()
    assert inbox.mails == []
    assert not Notice.objects.filter(mail_due_at__isnull=False).exists()


def test_a_mail_server_that_is_away_for_an_hour_loses_nothing(
    server: Controller, inbox: Inbox, pending: CrossDockTask, alice: User, bob: User
) -> None:
    server.stop()
    for number in range(3):
        TaskComment.add(pending, bob, f"comment {number}")
    for _round in range(4):
        clock.send_mails()
    waiting = Notice.objects.filter(mail_due_at__gt=timezone.now())
    assert waiting.count() == 3  # each round tried one, and put it off
    for _round in range(8):
        due_again()
        clock.send_mails()
    presence.note(alice.pk)  # she is back, and gets them all the same
    server = make_server(inbox, server.port)
    server.start()
    due_again()
    clock.send_mails()
    server.stop()
    assert len(inbox.mails) == 3
    assert {mail.get_content().splitlines()[2] for mail in inbox.mails} == {
        f"comment {number}" for number in range(3)
    }


def test_the_pauses_grow(alice: User) -> None:
    notice = tell(alice)
    pauses = []
    for _time in range(12):
        due_again()
        notice.refresh_from_db()
        assert notice.claim_mail()
        assert not notice.claim_mail()  # nobody else's meanwhile
        notice.refresh_from_db()
        assert notice.mail_due_at is not None
        pauses.append(round((notice.mail_due_at - timezone.now()) / MAIL_PAUSE, 1))
    assert pauses[:4] == pytest.approx([1, 2, 4, 8], abs=0.1)
    assert pauses[-1] == pytest.approx(MAX_MAIL_PAUSE / MAIL_PAUSE, abs=0.1)


def test_a_mail_that_is_refused_keeps_no_other_back(
    server: Controller, inbox: Inbox, alice: User, bob: User
) -> None:
    inbox.refused = {"alice@example.com"}
    refused = tell(alice)
    tell(bob)
    clock.send_mails()
    assert [mail["To"] for mail in inbox.mails] == ["bob@example.com"]
    refused.refresh_from_db()
    assert refused.mail_due_at is not None
    Notice.objects.update(created_at=timezone.now() - mails.TRIED_FOR)
    due_again()
    clock.send_mails()
    refused.refresh_from_db()
    assert refused.mail_due_at is None  # given up


def test_a_line_break_in_a_file_name_keeps_no_mail_back(
    server: Controller, inbox: Inbox, alice: User
) -> None:
    telling.tell([alice.pk], Kind.TASK_DONE, "a\nBcc: x@example.com")
    clock.send_mails()
    assert inbox.mails[0]["Subject"] == "a Bcc: x@example.com"
    assert inbox.mails[0]["Bcc"] is None


def test_a_hundred_killed_processes_lose_nothing(
    server: Controller, inbox: Inbox, files: Path, alice: User, group: Any
) -> None:
    """Half of them die when a task's end is committed, half while they send."""
    for _number in range(KILLS // 2):
        make_task(alice, group)
    CrossDockTask.objects.update(created_at=timezone.now() - timedelta(hours=1))
    environment = processes.environment(files, port=0) | {
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(server.port),
        "SITE_URL": "https://crossdock.example",
        "PYTHONPATH": str(processes.ROOT),
    }
    subprocess.run(
        [sys.executable, "-c", LOSE_PROCESSES], cwd=processes.ROOT, env=environment, check=True
    )
    assert Notice.objects.count() == KILLS // 2
    due_again()
    clock.send_mails()
    sent = [str(mail["Message-ID"]) for mail in inbox.mails]
    assert len(set(sent)) == KILLS // 2
    assert all(re.fullmatch(r"<notice-\d+@[\w.]+>", name) for name in sent)
    assert KILLS // 2 < len(sent) < KILLS  # some were killed between sending and noting it
