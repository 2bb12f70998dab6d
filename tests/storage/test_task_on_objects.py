"""The whole way of a task on a real object storage."""

import signal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from dramatiq import get_broker
from openpyxl import load_workbook

from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import Status
from crossdock.pipeline.task import run_task
from crossdock.progress import Silent
from crossdock.storage import objects as module
from crossdock.storage.users_files import users_files
from crossdock.tasks import process_file_task
from crossdock.workers.middleware import LifeCycleMiddleware
from tests import weed
from tests.factories import make_group, make_offer, make_price_list, make_supplier, make_user
from tests.world import log_in

pytestmark = pytest.mark.django_db(transaction=True)

middleware = LifeCycleMiddleware()
CONTENT = b"Brand;Article\nBosch;1\nBosch;2\n"


@pytest.fixture(autouse=True)
def bucket(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "crossdock.storage.objects.ObjectStorage",
            "OPTIONS": {"url": weed.url(uuid4().hex)},
        }
    }


@pytest.fixture
def group() -> SupplierGroup:
    supplier = make_supplier("Cheap")
    make_offer(make_price_list(supplier), "BOSCH", "1", "1.50")
    return make_group(supplier)


@pytest.fixture
def user() -> User:
    return make_user("alice")


@pytest.fixture
def client(user: User) -> Client:
    client = log_in(user)
    client.raise_request_exception = False
    return client


def upload(client: Client, group: SupplierGroup) -> Any:
    file = SimpleUploadedFile("Заявка.csv", CONTENT)
    fields = {"file": file, "supplier_group": group.pk, "lookback_days": 2}
    return client.post(reverse("crossdock:task_create"), fields)


@pytest.fixture
def task(client: Client, group: SupplierGroup) -> CrossDockTask:
    assert upload(client, group).status_code == 302
    return CrossDockTask.objects.get()


def work(task: CrossDockTask) -> None:
    """What a worker does with a message."""
    args = (str(task.pk), task.attempt)
    message: Any = SimpleNamespace(actor_name=process_file_task.actor_name, args=args)
    result = error = None
    middleware.before_process_message(get_broker(), message)
    try:
        result = process_file_task.fn(*args)
    except Exception as raised:
        error = raised
    middleware.after_process_message(get_broker(), message, result=result, exception=error)
    task.refresh_from_db()


def page(client: Client, task: CrossDockTask, name: str = "task_detail") -> Any:
    return client.get(reverse(f"crossdock:{name}", args=[task.pk]))


def test_a_task_from_its_upload_to_its_end(client: Client, task: CrossDockTask) -> None:
    assert b"".join(page(client, task, "task_request").streaming_content) == CONTENT
    work(task)
    assert (task.status, task.lines_found) == (Status.SUCCESS, 1)
    answer = page(client, task, "task_result")
    assert int(answer.headers["Content-Length"]) == users_files.size(task.result_file.name or "")
    with users_files.local(task.result_file.name or "") as path:
        assert b"".join(answer.streaming_content) == path.read_bytes()
        assert load_workbook(path).worksheets[0].max_row == 3
    assert "Cheap" in page(client, task).content.decode()
    assert "Cheap" in page(client, task, "task_lines").content.decode()
    csv = b"".join(page(client, task, "task_result_csv").streaming_content).decode()
    assert "Cheap" in csv
    assert client.post(reverse("crossdock:task_delete", args=[task.pk])).status_code == 302
    assert users_files.names(task.folder) == []


def test_a_request_runs_again_from_a_copy(
    client: Client, task: CrossDockTask, group: SupplierGroup
) -> None:
    work(task)
    address = reverse("crossdock:task_again", args=[task.pk])
    assert client.post(address, {"supplier_group": group.pk, "lookback_days": 9}).status_code == 302
    again = CrossDockTask.objects.exclude(pk=task.pk).get()
    task.remove_if_ended()
    work(again)
    assert again.status == Status.SUCCESS


def test_a_kill_between_upload_and_publication_loses_and_doubles_nothing(
    task: CrossDockTask,
) -> None:
    assert task.mark_as_running()
    run_task(task, Silent())  # and the worker is killed
    lost = task.claimed_result_name
    assert users_files.exists(lost)
    CrossDockTask.objects.update(lease_until=task.created_at)
    task.refresh_from_db()
    assert task.take_back()
    work(task)
    assert task.status == Status.SUCCESS
    request, result, lines = task.request_file.name, task.result_file.name, task.lines_file.name
    assert sorted(users_files.names(task.folder)) == sorted([request, result, lines])
    assert result != lost


def test_a_storage_that_is_away_costs_time_and_nothing_else(
    client: Client, task: CrossDockTask, group: SupplierGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(module.CLIENT, "read_timeout", "500ms")
    monkeypatch.setitem(module.RETRIES, "max_retries", 0)
    monkeypatch.setattr(module, "SKIP_SECONDS", 0.0)
    users_files._wrapped.__dict__.pop("_store", None)  # type: ignore[attr-defined]
    server = weed.weed()
    server.signal(signal.SIGSTOP)
    try:
        work(task)
        assert (task.status, task.attempts) == (Status.PENDING, [])
        for answer in (page(client, task, "task_request"), upload(client, group)):
            assert answer.status_code == 503
            assert "The storage of the files does not answer" in answer.content.decode()
        assert CrossDockTask.objects.count() == 1
    finally:
        server.signal(signal.SIGCONT)
    work(task)
    assert task.status == Status.SUCCESS
