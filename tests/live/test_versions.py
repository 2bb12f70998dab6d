"""Polls as a browser sends them, each change committed: the token is written after the commit."""

import json
import re
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crossdock.live.table import FRESH_SECONDS
from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.redis_state import changes
from crossdock.redis_state import client as redis_client
from tests.views.test_tasks import report, running
from tests.world import HTMX, MakeTask

pytestmark = pytest.mark.django_db(transaction=True)


VERSION = re.compile('"version": "(.+?)"')


class Poller:
    """A page that is open, and its poll."""

    def __init__(self, client: Client, page: str, poll: str) -> None:
        self._client, self._poll = client, poll
        self.version = ""
        self._read(client.get(page))

    def poll(self) -> Any:
        answer = self._client.get(self._poll, {"version": self.version}, headers=HTMX)
        self._read(answer)
        return answer

    def _read(self, answer: Any) -> None:
        if found := VERSION.search(answer.content.decode()):
            self.version = found[1]


def table(client: Client) -> Poller:
    return Poller(client, "/tasks/", "/tasks/rows/")


def page_of(task: CrossDockTask, client: Client) -> Poller:
    addresses = (reverse(f"crossdock:task_{name}", args=[task.pk]) for name in ("detail", "status"))
    return Poller(client, *addresses)


def queries_of(poller: Poller) -> list[str]:
    """What a poll asks the database for besides who sent it."""
    with CaptureQueriesContext(connection) as queries:
        assert poller.poll().status_code == 204
    who = ('"django_session"', '"auth_user"')
    return [query["sql"] for query in queries if not any(name in query["sql"] for name in who)]


@pytest.fixture
def no_redis(settings: Any) -> Any:
    """Redis goes away, and comes back with all that it knew."""

    class Switch:
        def off(self) -> None:
            nowhere = "unix:///nowhere/redis.sock"
            self._set(nowhere)

        def on(self) -> None:
            self._set(self.url)

        def _set(self, url: str) -> None:
            settings.REDIS_URL = url
            redis_client.client.cache_clear()

        url = settings.REDIS_URL

    switch = Switch()
    yield switch
    switch.on()


@pytest.mark.parametrize("status", [Status.RUNNING, Status.SUCCESS])
def test_a_poll_that_knows_all_asks_for_nothing_but_the_user(
    status: Status, as_bob: Client, task_in: MakeTask
) -> None:
    task = running(task_in) if status == Status.RUNNING else task_in(status)
    for poller in (table(as_bob), page_of(task, as_bob)):
        assert queries_of(poller) == []


def test_a_poll_gets_a_new_status(as_alice: Client, pending: CrossDockTask) -> None:
    pollers = (table(as_alice), page_of(pending, as_alice))
    pending.cancel()
    for poller in pollers:
        page = poller.poll().content.decode()
        assert "Cancelled" in page
        assert "<html" not in page
        assert poller.poll().status_code == 204


def test_a_poll_gets_new_progress(as_alice: Client, task_in: MakeTask) -> None:
    task = running(task_in)
    pollers = (table(as_alice), page_of(task, as_alice))
    report(task, 90)
    time.sleep(FRESH_SECONDS)
    for poller in pollers:
        assert poller.poll().status_code == 200


def test_a_poll_that_brings_the_success_has_the_page_fetch_the_lines_once(
    as_alice: Client, task_in: MakeTask
) -> None:
    task = running(task_in)
    poller = page_of(task, as_alice)
    report(task, 90)
    assert "HX-Trigger" not in poller.poll().headers
    assert task.mark_as_success(result_file="x.xlsx")
    assert json.loads(poller.poll().headers["HX-Trigger"]) == {"result": {}}
    assert "HX-Trigger" not in poller.poll().headers


def test_a_poll_sees_that_a_task_is_gone(as_alice: Client, task_in: MakeTask) -> None:
    task_in()
    gone = task_in()
    whole, single = table(as_alice), page_of(gone, as_alice)
    as_alice.post(reverse("crossdock:task_delete", args=[gone.pk]))
    answer = whole.poll()
    assert str(gone.pk) not in answer.content.decode()
    assert answer.content.decode().count("<tr id=") == 1
    assert single.poll().status_code == 404


def test_another_tasks_change_costs_one_look_and_no_page(
    as_alice: Client, task_in: MakeTask
) -> None:
    mine, other = task_in(Status.SUCCESS), task_in()
    poller = page_of(mine, as_alice)
    other.cancel()
    answer = poller.poll()
    assert answer.status_code == 204
    poller.version = answer.headers["HX-Trigger"].split('"')[3]
    assert queries_of(poller) == []


def test_comments_and_the_admins_deletes_are_changes(
    as_alice: Client, pending: CrossDockTask
) -> None:
    tokens = [changes.tokens()]
    comment = pending.comments.create(user=pending.user, text="first")
    tokens.append(changes.tokens())
    comment.text = "second"
    comment.save()
    tokens.append(changes.tokens())
    comment.delete()
    tokens.append(changes.tokens())
    CrossDockTask.objects.all().delete()
    tokens.append(changes.tokens())
    assert len(set(tokens)) == 5


def test_a_token_holds_still_and_ends(db: None) -> None:
    changes.rows_changed()
    assert changes.tokens() == changes.tokens()
    assert changes.tokens() is not None
    for key in (changes.ROWS, changes.PROGRESS):
        assert 0 < redis_client.client().ttl(key) <= 60


def test_a_flushed_redis_never_hides_a_change(as_alice: Client, pending: CrossDockTask) -> None:
    poller = table(as_alice)
    CrossDockTask.objects.update(status=Status.CANCELLED, updated_at=pending.created_at)
    redis_client.client().delete(*changes.KEYS)
    assert "Cancelled" in poller.poll().content.decode()


def test_polls_work_without_redis_and_after_it(
    as_alice: Client, pending: CrossDockTask, no_redis: Any
) -> None:
    poller = table(as_alice)
    no_redis.off()
    assert changes.tokens() is None
    assert poller.poll().status_code == 204
    CrossDockTask.objects.filter(pk=pending.pk).update(
        status=Status.CANCELLED, updated_at=pending.created_at
    )
    assert "Cancelled" in poller.poll().content.decode()
    assert poller.poll().status_code == 204
    no_redis.on()
    assert poller.poll().status_code == 204


def test_every_page_works_without_redis(
    as_alice: Client, pending: CrossDockTask, no_redis: Any
) -> None:
    no_redis.off()
    for page in ("/tasks/", "/tasks/new/", f"/tasks/{pending.pk}/", "/health/"):
        assert as_alice.get(page).status_code == 200
    assert as_alice.post(f"/tasks/{pending.pk}/cancel/").status_code == 302
    pending.refresh_from_db()
    assert pending.status == Status.CANCELLED


def test_one_can_log_in_and_out_without_redis(alice: Any, no_redis: Any) -> None:
    no_redis.off()
    client = Client()
    client.post("/accounts/login/", {"username": "alice", "password": "password"})
    assert client.get("/tasks/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/tasks/").status_code == 302
