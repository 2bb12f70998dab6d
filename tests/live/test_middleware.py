"""Polls that are answered from memory, and those that are not."""

import gzip
import json
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from django.test import Client

from crossdock.live import table
from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.progress import Progress, Stage
from crossdock.redis_state import changes, progress
from crossdock.redis_state import client as redis_client
from tests.live.site import Site, remembered
from tests.world import MakeTask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("encodings", "is_packed"),
    [
        *(("gzip", True), ("br, gzip;q=0.5", True), ("gzip ; q=1", True)),
        *(("", False), ("br", False), ("gzip;q=0", False), ("gzip; q=0.00, br", False)),
    ],
)
def test_an_answer_is_packed_for_whoever_can_unpack_it(
    site: Site, as_bob: Client, pending: CrossDockTask, encodings: str, *, is_packed: bool
) -> None:
    plain = remembered(site, as_bob).content
    answer = remembered(site, as_bob, HTTP_ACCEPT_ENCODING=encodings)
    assert (answer.headers.get("Content-Encoding") == "gzip") is is_packed
    assert (gzip.decompress(answer.content) if is_packed else answer.content) == plain
    assert answer.headers["Content-Length"] == str(len(answer.content))


def test_a_poll_in_another_language_gets_its_own_table(
    site: Site, as_alice: Client, as_bob: Client, pending: CrossDockTask
) -> None:
    as_alice.cookies["django_language"] = "ru"
    for reader, language, status in ((as_alice, "ru", "Ожидает"), (as_bob, "en", "Waiting")) * 2:
        answer = remembered(site, reader)
        assert answer.queries == 0
        assert answer.headers["Content-Language"] == language
        assert f">{status}</span>" in answer.text


def test_a_poll_that_knows_all_gets_204(site: Site, as_bob: Client, pending: CrossDockTask) -> None:
    page = remembered(site, as_bob).text
    version = page.split('"version": "')[1].split('"')[0]
    answer = site.get(as_bob, QUERY_STRING=f"version={version}")
    assert (answer.status, answer.content, answer.queries) == (204, b"", 0)
    content = version.partition(".")[2]
    answer = site.get(as_bob, QUERY_STRING=f"version=older.{content}")
    assert (answer.status, answer.content, answer.queries) == (204, b"", 0)
    assert json.loads(answer.headers["HX-Trigger"]) == {"version": version}


def test_everybody_gets_their_own_buttons(
    site: Site, as_alice: Client, as_bob: Client, pending: CrossDockTask
) -> None:
    address = f"/tasks/{pending.pk}/cancel/"
    assert address in remembered(site, as_alice).text
    assert address not in remembered(site, as_bob).text


def test_a_change_is_seen_at_once(site: Site, as_bob: Client, pending: CrossDockTask) -> None:
    remembered(site, as_bob)
    pending.cancel()
    assert "Cancelled" in site.get(as_bob).text
    assert "Cancelled" in remembered(site, as_bob).text


def test_progress_is_seen_without_a_query(
    site: Site, as_bob: Client, task_in: MakeTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "FRESH_SECONDS", 0)
    task = task_in(Status.RUNNING)
    remembered(site, as_bob)
    moved = Progress()
    moved.report(Stage.MATCHING, 60, 100)
    progress.write(task.progress_key, moved.fields())
    changes.progress_moved()
    answer = site.get(as_bob)
    assert "30%" in answer.text
    assert answer.queries == 0


@pytest.fixture
def no_redis(settings: Any) -> Iterator[None]:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    redis_client.client.cache_clear()
    yield
    redis_client.client.cache_clear()


def test_without_redis_django_answers(
    site: Site, as_bob: Client, pending: CrossDockTask, no_redis: None
) -> None:
    for _time in range(2):
        answer = site.get(as_bob)
        assert answer.status == 200
        assert answer.queries > 0


def test_while_progress_is_read_anew_others_get_the_last_table(
    site: Site, as_bob: Client, task_in: MakeTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen from a thread that polls in the middle of another's reading."""
    monkeypatch.setattr(table, "FRESH_SECONDS", 0)
    task_in(Status.RUNNING)
    before = remembered(site, as_bob).content
    changes.progress_moved()
    read, meanwhile = progress.read, []

    def poll_meanwhile(keys: Any) -> Any:
        monkeypatch.setattr(progress, "read", read)
        thread = Thread(target=lambda: meanwhile.append(site.get(as_bob).content))
        thread.start()
        thread.join(timeout=10)
        return read(keys)

    monkeypatch.setattr(progress, "read", poll_meanwhile)
    after = site.get(as_bob)
    assert after.queries == 0
    assert meanwhile == [before]
    assert after.content != before
