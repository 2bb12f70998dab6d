"""Mails, to a real SMTP server."""

from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth.models import User
from django.utils import timezone

from crossdock.clock import jobs, mails
from crossdock.models import CrossDockTask, Notice, Preferences, TaskComment, telling
from crossdock.models.lifecycle import Status
from crossdock.models.notices import Kind
from crossdock.redis_state import presence
from tests import stored
from tests.inbox import *  # noqa: F403  # its fixtures
from tests.inbox import Inbox, due_again, make_server, tell
from tests.world import *  # noqa: F403  # its fixtures
from tests.world import MakeTask, log_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("language", "subject", "says"),
    [
        ("en", "request.xlsx has failed", "Choose here which e-mails you get"),
        ("ru", "request.xlsx: проценка не удалась", "Выбрать, какие письма получать"),
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
    jobs.send_mails()
    (mail,) = inbox.mails
    assert (mail["To"], mail["Subject"].strip()) == ("alice@example.com", subject)
    body = mail.get_content()
    assert "No columns." in body
    assert says in body
    assert f"https://crossdock.example/tasks/{pending.pk}/" in body
    jobs.send_mails()
    assert len(inbox.mails) == 1


@pytest.mark.parametrize(
    ("is_wanted", "size", "files"),
    [
        (True, mails.MAX_ATTACHED_BYTES, 1),
        (True, mails.MAX_ATTACHED_BYTES + 1, 0),
        (False, 1, 0),
    ],
)
def test_a_small_result_comes_along_where_it_is_wanted(
    is_wanted: bool,
    size: int,
    files: int,
    server: Controller,
    inbox: Inbox,
    task_in: MakeTask,
    alice: User,
) -> None:
    Preferences.objects.create(user=alice, language="en", attaches_result=is_wanted)
    task = task_in(Status.SUCCESS)
    stored.put(task.result_file, b"x" * size)
    CrossDockTask.objects.update(result_size=size)
    tell(alice, task=task)
    jobs.send_mails()
    attached = list(inbox.mails[0].iter_attachments())
    assert len(attached) == files
    assert all(file.get_content() == b"x" * size for file in attached)


def test_a_result_that_is_gone_keeps_no_mail_back(
    server: Controller, inbox: Inbox, task_in: MakeTask, alice: User
) -> None:
    Preferences.objects.create(user=alice, language="en", attaches_result=True)
    task = task_in(Status.SUCCESS)
    stored.remove(task.result_file)
    tell(alice, task=task)
    jobs.send_mails()
    assert len(inbox.mails) == 1


def test_who_has_a_page_open_gets_no_mail(
    server: Controller, inbox: Inbox, alice: User, bob: User
) -> None:
    page = log_in(alice)
    assert page.get("/tasks/rows/").status_code == 200
    for user in (alice, bob):
        tell(user)
    jobs.send_mails()
    due_again()
    jobs.send_mails()
    assert [mail["To"] for mail in inbox.mails] == ["bob@example.com"]
    assert alice.notices.filter(read_at=None).count() == 1  # the bell has it


def test_nobody_is_mailed_what_is_not_for_him_any_more(
    server: Controller, inbox: Inbox, staff: User, bob: User, alice: User
) -> None:
    tell(staff, Kind.LIST_LATE)
    tell(bob)
    tell(alice)
    User.objects.filter(pk=staff.pk).update(is_staff=False)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    User.objects.filter(pk=alice.pk).update(email="")
    jobs.send_mails()
    assert inbox.mails == []
    assert not Notice.objects.filter(mail_due_at__isnull=False).exists()


def test_a_mail_server_that_is_away_for_an_hour_loses_nothing(
    server: Controller, inbox: Inbox, pending: CrossDockTask, alice: User, bob: User
) -> None:
    server.stop()
    for number in range(3):
        TaskComment.add(pending, bob, f"comment {number}")
    for _round in range(4):
        jobs.send_mails()
    waiting = Notice.objects.filter(mail_due_at__gt=timezone.now())
    assert waiting.count() == 3  # each round tried one, and put it off
    for _round in range(8):
        due_again()
        jobs.send_mails()
    presence.note(alice.pk)  # she is back, and gets them all the same
    server = make_server(inbox, server.port)
    server.start()
    due_again()
    jobs.send_mails()
    server.stop()
    assert len(inbox.mails) == 3
    assert {mail.get_content().splitlines()[2] for mail in inbox.mails} == {
        f"comment {number}" for number in range(3)
    }


def test_a_mail_that_is_refused_keeps_no_other_back(
    server: Controller, inbox: Inbox, alice: User, bob: User
) -> None:
    inbox.refused = {"alice@example.com"}
    refused = tell(alice)
    tell(bob)
    jobs.send_mails()
    assert [mail["To"] for mail in inbox.mails] == ["bob@example.com"]
    refused.refresh_from_db()
    assert refused.mail_due_at is not None
    Notice.objects.update(created_at=timezone.now() - mails.TRIED_FOR)
    due_again()
    jobs.send_mails()
    refused.refresh_from_db()
    assert refused.mail_due_at is None  # given up


def test_a_line_break_in_a_file_name_keeps_no_mail_back(
    server: Controller, inbox: Inbox, alice: User
) -> None:
    telling.tell([alice.pk], Kind.TASK_DONE, "a\nBcc: x@example.com")
    jobs.send_mails()
    assert inbox.mails[0]["Subject"] == "a Bcc: x@example.com"
    assert inbox.mails[0]["Bcc"] is None
