"""Polls that are answered before Django sees them, and those that are not."""

import gzip
import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.utils.translation import get_language, override

from crossdock.live import polls as live_polls
from crossdock.live import readers
from crossdock.live import table as live_table
from crossdock.live.polls import LivePolls
from crossdock.live.sessions import SessionStore
from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.progress import Progress
from crossdock.redis_state import changes, progress
from crossdock.redis_state import client as redis_client
from tests.world import MakeTask, log_in

pytestmark = pytest.mark.django_db(transaction=True)


class Site:
    """The WSGI application of the web server; `seen` counts what Django gets to see."""

    def __init__(self) -> None:
        self.seen = 0
        django = WSGIHandler()

        def counting(environ: Any, start_response: Any) -> Any:
            self.seen += 1
            return django(environ, start_response)

        self._application = LivePolls(counting)

    def get(self, client: Client, path: str = "/tasks/rows/", query: str = "", **more: str) -> Any:
        session = client.cookies.get("sessionid")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "testserver",
            "HTTP_HX_REQUEST": "true",
            "HTTP_COOKIE": f"a=b; sessionid={session.value}" if session else "",
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
            **more,
        }
        started: list[Any] = []
        body = b"".join(self._application(environ, lambda *args: started.append(args)))
        return int(started[0][0][:3]), dict(started[0][1]), body.decode()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(live_polls, "TOKENS_SECONDS", 0)
    return Site()


def let_in(site: Site, client: Client) -> Any:
    """Poll until Django need not be asked."""
    first = site.get(client)
    seen = site.seen
    answer = site.get(client)
    assert site.seen == seen
    assert answer[0] == first[0] == 200
    return first, answer


def test_the_second_poll_is_answered_like_the_first_without_django(
    site: Site, as_bob: Client, pending: CrossDockTask, django_assert_num_queries: Any
) -> None:
    first, second = let_in(site, as_bob)
    with django_assert_num_queries(0):
        assert site.get(as_bob) == second
    assert second[2] == first[2]
    assert str(pending.pk) in second[2]
    different = {name for name in first[1] if first[1][name] != second[1].get(name)}
    assert different <= {"Content-Language"}


def test_a_poll_that_knows_all_gets_204(site: Site, as_bob: Client, pending: CrossDockTask) -> None:
    page = let_in(site, as_bob)[1][2]
    version = page.split('"version": "')[1].split('"')[0]
    assert site.get(as_bob, query=f"version={version}")[::2] == (204, "")
    mark, _dot, content = version.partition(".")
    status, headers, body = site.get(as_bob, query=f"version=older.{content}")
    assert (status, json.loads(headers["HX-Trigger"]), body) == (204, {"version": version}, "")
    assert site.seen == 1
    assert mark


def test_everybody_gets_his_own_buttons(
    site: Site, as_alice: Client, as_bob: Client, pending: CrossDockTask
) -> None:
    let_in(site, as_alice)
    let_in(site, as_bob)
    address = f"/tasks/{pending.pk}/cancel/"
    assert address in site.get(as_alice)[2]
    assert address not in site.get(as_bob)[2]


def test_a_change_is_seen_at_once(site: Site, as_bob: Client, pending: CrossDockTask) -> None:
    let_in(site, as_bob)
    pending.cancel()
    assert "Cancelled" in site.get(as_bob)[2]
    assert "Cancelled" in let_in(site, as_bob)[1][2]


def test_progress_is_seen_without_django_in_the_readers_language(
    site: Site, as_bob: Client, task_in: MakeTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_table, "FRESH_SECONDS", 0)
    task = task_in(Status.RUNNING)
    let_in(site, as_bob)
    seen = site.seen
    moved = Progress()
    moved.report(progress.Stage.MATCHING, 60, 100)
    progress.write(task.progress_key, moved.fields())
    changes.progress_moved()
    languages: set[str] = set()
    original = live_table.render_to_string

    def render(*args: Any) -> str:
        languages.add(get_language())
        return original(*args)

    monkeypatch.setattr(live_table, "render_to_string", render)
    with override("ru"):  # as a request before has left it in the thread
        assert "30%" in site.get(as_bob)[2]
    assert site.seen == seen
    assert languages == {"en"}


def test_strangers_are_sent_to_the_login_and_teach_nothing(
    site: Site, as_bob: Client, pending: CrossDockTask
) -> None:
    for _time in range(2):
        status, headers, body = site.get(Client())
        assert (status, body) == (204, "")
        assert "login" in headers["HX-Redirect"]
    assert site.seen == 2
    assert "HX-Redirect" not in let_in(site, as_bob)[1][1]


def test_a_logout_ends_it_at_once(site: Site, as_bob: Client, pending: CrossDockTask) -> None:
    let_in(site, as_bob)
    kept = as_bob.cookies["sessionid"].value
    as_bob.post("/accounts/logout/")
    as_bob.cookies["sessionid"] = kept
    assert "login" in site.get(as_bob)[1]["HX-Redirect"]


def test_another_process_hears_of_a_logout_at_once(
    site: Site, as_bob: Client, pending: CrossDockTask
) -> None:
    let_in(site, as_bob)
    kept, memory = as_bob.cookies["sessionid"].value, dict(readers._kept)
    assert memory
    as_bob.post("/accounts/logout/")
    as_bob.cookies["sessionid"] = kept
    readers._kept.update(memory)  # as in a process that did not answer the logout
    assert "login" in site.get(as_bob)[1]["HX-Redirect"]


@pytest.mark.parametrize("end", ["logout", "deactivation"])
def test_a_poll_under_way_while_its_reader_loses_the_right_is_the_last(
    site: Site,
    as_bob: Client,
    bob: User,
    pending: CrossDockTask,
    monkeypatch: pytest.MonkeyPatch,
    end: str,
) -> None:
    session = as_bob.cookies["sessionid"].value
    original = readers.remember

    def remember(request: Any) -> None:
        if end == "logout":
            SessionStore(session).delete()
        else:
            bob.is_active = False
            bob.save()
        original(request)

    monkeypatch.setattr(readers, "remember", remember)
    assert site.get(as_bob)[0] == 200
    monkeypatch.setattr(readers, "remember", original)
    assert "login" in site.get(as_bob)[1]["HX-Redirect"]


def test_somebody_elses_logout_changes_nothing(
    site: Site, as_alice: Client, as_bob: Client, pending: CrossDockTask
) -> None:
    let_in(site, as_bob)
    seen = site.seen
    as_alice.post("/accounts/logout/")
    assert site.get(as_bob)[0] == 200
    assert site.seen == seen


def test_who_may_no_more_is_out_at_once(
    site: Site, as_bob: Client, bob: User, pending: CrossDockTask
) -> None:
    let_in(site, as_bob)
    bob.is_active = False
    bob.save()
    assert "login" in site.get(as_bob)[1]["HX-Redirect"]


def test_who_becomes_staff_gets_the_buttons(
    site: Site, as_bob: Client, bob: User, pending: CrossDockTask
) -> None:
    assert "/cancel/" not in let_in(site, as_bob)[1][2]
    bob.is_staff = True
    bob.save()
    assert "/cancel/" in site.get(as_bob)[2]
    assert "/cancel/" in let_in(site, as_bob)[1][2]


def test_somebody_elses_login_changes_nothing(
    site: Site, as_bob: Client, alice: User, pending: CrossDockTask
) -> None:
    let_in(site, as_bob)
    seen = site.seen
    log_in(alice)
    site.get(as_bob)
    assert site.seen == seen


def test_another_host_scheme_or_language_asks_django(
    site: Site, as_bob: Client, pending: CrossDockTask
) -> None:
    let_in(site, as_bob)
    for seen, more in enumerate(
        ({"HTTP_HOST": "localhost"}, {"HTTP_X_FORWARDED_PROTO": "https"}), site.seen + 1
    ):
        site.get(as_bob, **more)
        assert site.seen == seen
    assert "Отмена" not in site.get(as_bob, HTTP_ACCEPT_LANGUAGE="ru")[2]
    assert site.seen == seen + 1


def test_what_is_no_poll_is_left_to_django(
    site: Site, as_bob: Client, pending: CrossDockTask
) -> None:
    let_in(site, as_bob)
    for number, more in enumerate(({"path": "/tasks/"}, {"REQUEST_METHOD": "POST"}), site.seen + 1):
        site.get(as_bob, **more)
        assert site.seen == number


def test_without_redis_django_answers(
    site: Site, as_bob: Client, pending: CrossDockTask, settings: Any
) -> None:
    let_in(site, as_bob)
    seen = site.seen
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    redis_client.client.cache_clear()
    try:
        assert site.get(as_bob)[0] == 200
    finally:
        redis_client.client.cache_clear()
    assert site.seen == seen + 1


def test_packed_answers_say_so(site: Site, as_bob: Client, pending: CrossDockTask) -> None:
    let_in(site, as_bob)
    tokens = changes.tokens()
    table = live_table.kept_table(as_bob.session and readers.Reader(0, False), "", "en", tokens)
    assert table is not None
    packed = table.answer(readers.Reader(0, False), "", "gzip").body
    assert gzip.decompress(packed).decode() == site.get(as_bob)[2]


def test_readers_are_not_forgotten_when_the_other_tokens_end(
    site: Site, as_bob: Client, pending: CrossDockTask
) -> None:
    let_in(site, as_bob)
    users = changes.tokens()
    redis_client.client().delete(changes.ROWS, changes.PROGRESS)
    for key in (changes.USERS, changes.ENDS):
        assert redis_client.client().ttl(key) == -1  # has no end
    renewed = changes.tokens()
    assert users is not None
    assert renewed is not None
    assert renewed.rows != users.rows
    cookies = f"sessionid={as_bob.cookies['sessionid'].value}"
    assert readers.recall(cookies, "", renewed) is not None
