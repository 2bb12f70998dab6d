"""Polls that are answered from memory, and those that are not."""

import gzip
import io
import json
import time
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crossdock.live import middleware, readers, table
from crossdock.live.sessions import SessionStore
from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.progress import Progress, Stage
from crossdock.redis_state import changes, progress
from crossdock.redis_state import client as redis_client
from tests.world import MakeTask, log_in

pytestmark = pytest.mark.django_db(transaction=True)


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    content: bytes
    queries: int

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def as_sent(self) -> tuple[object, ...]:
        """What the browser gets; the order of what it varies on means nothing."""
        vary = set(self.headers.get("Vary", "").split(", "))
        return self.status, self.headers | {"Vary": vary}, self.content


class Site:
    """The site as the web server calls it."""

    def __init__(self) -> None:
        self._application = WSGIHandler()

    def get(self, client: Client | None, **more: str) -> Answer:
        cookies = client.cookies.items() if client else ()
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": "/tasks/rows/",
            "QUERY_STRING": "",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "testserver",
            "HTTP_HX_REQUEST": "true",
            "HTTP_COOKIE": "; ".join(f"{name}={each.value}" for name, each in cookies),
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            **more,
        }
        started: list[Any] = []
        with CaptureQueriesContext(connection) as queries:
            chunks = self._application(environ, lambda *args: started.append(args))
            content = b"".join(chunks)
        (status, headers), *_others = started
        return Answer(int(status[:3]), dict(headers), content, len(queries))


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Site:
    monkeypatch.setattr(middleware, "TOKENS_SECONDS", 0)
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    return Site()


def remembered(site: Site, client: Client, **more: str) -> Answer:
    """The answer to a poll, when its reader is remembered and the table is kept."""
    site.get(client, **more)
    answer = site.get(client, **more)
    assert answer.queries == 0
    return answer


COOKIES = (
    "sessionid={key}; sessionid=another",
    "sessionid=another; sessionid={key}",
    'sessionid="{key}"',
    "имя=значение; sessionid={key}",
    "; ;=;a;sessionid={key};;",
    "sessionid={key}x",
    "sessionid=",
    "SESSIONID={key}",
)
SAME_BOTH_WAYS: tuple[dict[str, str], ...] = (
    {},
    *({"HTTP_COOKIE": cookie} for cookie in COOKIES),
    *(
        {"HTTP_ACCEPT_ENCODING": encodings}
        for encodings in ("gzip", "br, gzip;q=0.5", "gzip;q=0", "gzip; q=0.000, br", "*", "xgzipx")
    ),
    *(
        {"HTTP_ACCEPT_LANGUAGE": languages}
        for languages in ("ru", "ru-RU,ru;q=0.9,en;q=0.1", "de", "*", "=;q", "en-GB")
    ),
    *(
        {"HTTP_HOST": host}
        for host in ("testserver:8080", "testserver:0", "testserver:x", "evil.example", "", "[::1]")
    ),
    *(
        {"QUERY_STRING": query}
        for query in (
            *(
                "user=1",
                "?us%65r=1",
                "us%65r={user}",
                "user={user}",
                "user=999999",
                "status=FAILURE",
            ),
            *(
                "page=2",
                "page=x",
                "page=2&version=",
                "version=a.b",
                "ver%73ion=a.b",
                "q=%ff",
                "q=\xff",
            ),
            *("since=9999-12-31&until=0001-01-01", "a=1&" * 1001, "sort=-file&sort=file"),
        )
    ),
    *({"REQUEST_METHOD": method} for method in ("HEAD", "POST", "OPTIONS")),
    {"wsgi.url_scheme": "https", "SERVER_PORT": "8443", "HTTP_HOST": "testserver:8443"},
    {"HTTP_X_FORWARDED_PROTO": "https"},
    {"PATH_INFO": "/tasks/rows"},
    {"SCRIPT_NAME": "/below"},
    {"HTTP_HX_REQUEST": ""},
)


@pytest.mark.parametrize("more", SAME_BOTH_WAYS, ids=[str(more) for more in SAME_BOTH_WAYS])
def test_a_poll_gets_the_same_from_memory_as_from_django(
    more: dict[str, str], site: Site, as_bob: Client, bob: User, pending: CrossDockTask, alice: User
) -> None:
    values = {"key": as_bob.cookies["sessionid"].value, "user": str(alice.pk)}
    more = {name: value.format_map(values) for name, value in more.items()}
    more = {name: value.encode().decode("latin-1") for name, value in more.items()}
    remembered(site, as_bob)
    site.get(as_bob, **more)
    from_memory = site.get(as_bob, **more)
    readers.forget_all()
    assert from_memory.as_sent == site.get(as_bob, **more).as_sent
    assert from_memory.status < 500


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


def test_strangers_are_sent_to_the_login(site: Site, pending: CrossDockTask) -> None:
    for cookie in ("", f"sessionid={'x' * 32}"):
        for _time in range(2):
            answer = site.get(None, HTTP_COOKIE=cookie)
            assert (answer.status, answer.content) == (204, b"")
            assert "login" in answer.headers["HX-Redirect"]


def test_cookies_that_are_no_sessions_take_no_memory(
    site: Site, as_bob: Client, pending: CrossDockTask
) -> None:
    remembered(site, as_bob)
    key = as_bob.cookies["sessionid"].value
    before = len(readers._known)
    for number in range(20):
        site.get(None, HTTP_COOKIE=f"sessionid={key}{number}; n={number}")
        site.get(as_bob, HTTP_COOKIE=f"n={number}; sessionid={key}")
    assert len(readers._known) == before


def test_the_oldest_readers_make_room(
    site: Site, as_alice: Client, as_bob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "MAX_READERS", 1)
    remembered(site, as_alice)
    remembered(site, as_bob)
    assert site.get(as_alice).queries > 0


def test_a_reader_is_looked_up_again_after_a_while(
    site: Site, as_bob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "SECONDS", -1)
    site.get(as_bob)
    assert site.get(as_bob).queries > 0


@pytest.fixture
def other_process(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Does something as another process would, which cannot make this one forget anybody."""

    def run(action: Callable[[], object]) -> None:
        known = dict(readers._known)
        action()
        readers._known.update(known)

    return run


def test_a_logout_ends_it_at_once_in_all_processes(
    site: Site, as_bob: Client, pending: CrossDockTask, other_process: Any
) -> None:
    for log_out in (lambda act: act(), other_process):
        browser = log_in(User.objects.get(username="bob"))
        cookie = f"sessionid={browser.cookies['sessionid'].value}"
        remembered(site, browser)
        log_out(lambda browser=browser: browser.post("/accounts/logout/"))
        assert "login" in site.get(None, HTTP_COOKIE=cookie).headers["HX-Redirect"]


@pytest.mark.parametrize("end", ["logout", "deactivation"])
def test_a_poll_under_way_while_its_reader_loses_the_right_is_the_last(
    site: Site,
    as_bob: Client,
    bob: User,
    pending: CrossDockTask,
    monkeypatch: pytest.MonkeyPatch,
    end: str,
) -> None:
    remember = readers.remember

    def lose_the_right_first(session_key: str, *more: Any) -> None:
        if end == "logout":
            SessionStore(session_key).delete()
        else:
            bob.is_active = False
            bob.save()
        remember(session_key, *more)

    monkeypatch.setattr(readers, "remember", lose_the_right_first)
    assert site.get(as_bob).status == 200
    monkeypatch.setattr(readers, "remember", remember)
    assert "login" in site.get(as_bob).headers["HX-Redirect"]


def test_somebody_elses_login_and_logout_change_nothing(
    site: Site, as_bob: Client, alice: User, pending: CrossDockTask
) -> None:
    remembered(site, as_bob)
    log_in(alice).post("/accounts/logout/")
    answer = site.get(as_bob)
    assert (answer.status, answer.queries) == (200, 0)


def test_who_may_no_more_is_out_at_once(
    site: Site, as_bob: Client, bob: User, pending: CrossDockTask
) -> None:
    remembered(site, as_bob)
    bob.is_active = False
    bob.save()
    assert "login" in site.get(as_bob).headers["HX-Redirect"]


def test_who_becomes_staff_gets_the_buttons(
    site: Site, as_bob: Client, bob: User, pending: CrossDockTask
) -> None:
    assert "/cancel/" not in remembered(site, as_bob).text
    bob.is_staff = True
    bob.save()
    assert "/cancel/" in site.get(as_bob).text
    assert "/cancel/" in remembered(site, as_bob).text


def test_readers_are_not_forgotten_when_the_other_tokens_end(
    site: Site, as_bob: Client, pending: CrossDockTask
) -> None:
    remembered(site, as_bob)
    redis_client.client().delete(changes.ROWS, changes.PROGRESS)
    for key in (changes.USERS, changes.SESSIONS):
        assert redis_client.client().ttl(key) == -1  # has no end
    tokens = changes.tokens()
    assert tokens is not None
    assert readers.recall(as_bob.cookies["sessionid"].value, tokens) is not None


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


def test_who_is_locked_by_sql_is_out_within_a_minute(
    site: Site, as_bob: Client, bob: User, pending: CrossDockTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered(site, as_bob)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    later = time.monotonic() + 60
    monkeypatch.setattr(readers.time, "monotonic", lambda: later)
    assert "login" in site.get(as_bob).headers["HX-Redirect"]
