import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth.models import User
from django.utils import timezone

from crossdock.clock import jobs
from crossdock.models import CrossDockTask, Notice
from tests import processes
from tests.factories import make_task
from tests.inbox import *  # noqa: F403  # its fixtures
from tests.inbox import Inbox, due_again
from tests.world import *  # noqa: F403  # its fixtures

KILLS = 100

LOSE_PROCESSES = f"""
import os, random, signal
import django
django.setup()
from django.conf import settings
from django.core.mail.backends import smtp
from django.db import transaction
from crossdock.clock import mails
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


@pytest.mark.django_db(transaction=True)
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
    jobs.send_mails()
    sent = [str(mail["Message-ID"]) for mail in inbox.mails]
    assert len(set(sent)) == KILLS // 2
    assert all(re.fullmatch(r"<notice-\d+@[\w.]+>", name) for name in sent)
    assert KILLS // 2 < len(sent) < KILLS  # some were killed between sending and noting it
