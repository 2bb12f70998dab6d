"""People, a group and tasks for tests of pages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from crossdock.live import readers, tables
from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import LEASE, Status
from crossdock.redis_state.client import breaker
from crossdock.storage.users_files import users_files
from tests.factories import make_group, make_supplier, make_task, make_user

HTMX = {"HX-Request": "true"}

MakeTask = Callable[..., CrossDockTask]


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """Every test has a folder of its own for what users upload."""
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = None
    return tmp_path


@pytest.fixture
def alice(db: None) -> User:
    """Owns the tasks."""
    return make_user("alice")


@pytest.fixture
def bob(db: None) -> User:
    """Is of alice's team, but neither the owner nor staff."""
    return make_user("bob")


@pytest.fixture
def staff(db: None) -> User:
    return make_user("staff", is_staff=True)


@pytest.fixture
def group(db: None) -> SupplierGroup:
    return make_group(make_supplier(), name="ОПТ-2")


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What a process keeps in memory was seen in another test's database."""
    tables.forget_all()
    readers.forget_all()
    breaker.reset()


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def as_alice(alice: User) -> Client:
    return log_in(alice)


@pytest.fixture
def as_bob(bob: User) -> Client:
    return log_in(bob)


@pytest.fixture
def as_staff(staff: User) -> Client:
    return log_in(staff)


def make_task_in(
    status: Status, user: User, group: SupplierGroup, **fields: object
) -> CrossDockTask:
    task = make_task(user, group, status=Status.PENDING, **fields)
    if status != Status.PENDING:
        task.started_at = timezone.now()
    if status == Status.RUNNING:
        task.lease_until = timezone.now() + LEASE
    elif status != Status.PENDING:
        task.finished_at = timezone.now()
    if status == Status.SUCCESS:
        content = ContentFile(b"the result")
        task.result_file.name = users_files.save(f"{task.folder}/result-1.xlsx", content)
        task.result_size = content.size
    task.status = status
    task.save()
    return task


@pytest.fixture
def task_in(alice: User, group: SupplierGroup) -> MakeTask:
    """Makes a task of alice's in any status."""

    def make(status: Status = Status.PENDING, **fields: object) -> CrossDockTask:
        return make_task_in(status, alice, group, **fields)

    return make


@pytest.fixture
def pending(task_in: MakeTask) -> CrossDockTask:
    return task_in()
