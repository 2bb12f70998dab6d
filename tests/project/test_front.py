"""Slow clients, at the real server and at the front alone."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client

from crossdock.models import SupplierGroup
from crossdock.models.lifecycle import Status
from project import front
from project.front import Front
from project.wsgi_call import wsgi_environ
from tests import stored
from tests.loops import in_a_loop
from tests.processes import free_port, started, wait_for_page
from tests.world import *  # noqa: F403
from tests.world import log_in, make_task_in

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 10
"""Seconds within which a page has to come: without the front it would never."""

FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
SLOW = 40
"""More than the threads of all processes."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def port(django_db_setup: None, folder: Path) -> Iterator[int]:
    port = free_port()
    with started("web", files=folder, port=port):
        wait_for_page(f"http://127.0.0.1:{port}")
        yield port


def key(client: Client) -> str:
    return client.cookies["sessionid"].value


def opened(port: int, head: str, session: str = "", body: bytes = b"") -> socket.socket:
    connected = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    cookie = f"Cookie: csrftoken={'x' * 32}; sessionid={session}\r\n"  # else no body is read
    connected.sendall(f"{head} HTTP/1.1\r\nHost: localhost\r\n{FORM}{cookie}\r\n".encode() + body)
    return connected


def answer(port: int, head: str, session: str = "", body: bytes = b"") -> bytes:
    with opened(port, head, session, body) as connected:
        return connected.recv(2**16)


def page_comes(port: int, session: str) -> bool:
    began = time.monotonic()
    is_right = answer(port, "GET /tasks/", session).startswith(b"HTTP/1.1 200 ")
    return is_right and time.monotonic() - began < PATIENCE


LENGTH = "HTTP/1.1\r\nContent-Length:"
SILENT = {
    "anonymous": (f"POST /tasks/new/ {LENGTH} 2000000\r\nX:", False),
    "a login": (f"POST /accounts/login/ {LENGTH} 200\r\nX:", False),
    "a user": (f"POST /tasks/new/ {LENGTH} 2000000\r\nX:", True),
}


@pytest.mark.parametrize("kind", SILENT)
def test_bodies_that_do_not_come_hold_nobody_up(kind: str, port: int, as_bob: Client) -> None:
    head, has_session = SILENT[kind]
    with ExitStack() as stack:
        for _number in range(SLOW):
            stack.enter_context(opened(port, head, key(as_bob) if has_session else ""))
        assert page_comes(port, key(as_bob))


def test_downloads_that_are_not_read_hold_nobody_up(
    port: int, folder: Path, settings: Any, as_bob: Client, alice: User, group: SupplierGroup
) -> None:
    settings.MEDIA_ROOT = folder
    task = make_task_in(Status.SUCCESS, alice, group)
    content = bytes(range(256)) * 80_000
    stored.put(task.result_file, content)
    path = f"GET /tasks/{task.pk}/result/"
    with ExitStack() as stack:
        for _number in range(SLOW):
            stack.enter_context(opened(port, path, key(as_bob)))
        assert page_comes(port, key(as_bob))
    with opened(port, path, key(log_in(alice))) as connected:
        received = b""
        while len(received) < len(content):
            received += connected.recv(2**20)
    assert received.partition(b"\r\n\r\n")[2] == content
    head = answer(port, path.replace("GET", "HEAD"), key(as_bob))
    assert f"content-length: {len(content)}".encode() in head.lower()


def test_a_strangers_body_is_refused_at_its_head(port: int) -> None:
    head = f"POST /tasks/new/ {LENGTH} 2000000\r\nX:"
    assert b"location: /accounts/login/" in answer(port, head).lower()


def test_bursts_of_pages_do_not_add_connections_to_the_database(port: int, as_bob: Client) -> None:
    def connections() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            )
            return int(cursor.fetchone()[0])

    before = connections()
    for _burst in range(3):
        with ExitStack() as stack:
            pages = [
                stack.enter_context(opened(port, "GET /tasks/", key(as_bob))) for _page in range(20)
            ]
            pages.append(stack.enter_context(opened(port, "GET /health/")))
            assert all(page.recv(2**16) for page in pages)
    assert connections() - before <= 2 * front.THREADS


def hurried(
    monkeypatch: pytest.MonkeyPatch, messages: list[dict[str, Any]], **environ: Any
) -> tuple[int, bytes]:
    """What the front sends to a client whose body comes as these messages, and then no more."""
    for seconds in ("BODY_SECONDS", "LINGER_SECONDS"):
        monkeypatch.setattr(front, seconds, 0.05)
    sent: list[dict[str, Any]] = []
    left = list(messages)

    async def receive() -> dict[str, Any]:
        if left:
            return left.pop(0)
        return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]

    async def send(message: Any) -> None:
        sent.append(message)

    in_a_loop(Front(WSGIHandler())(scope(**environ), receive, send))
    return (sent[0]["status"], sent[-1]["body"]) if sent else (0, b"")


def scope(path: str = "/accounts/login/", length: int = 10, cookie: str = "") -> dict[str, Any]:
    return {
        "method": "POST",
        "raw_path": path.encode(),
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "headers": [
            (b"host", b"testserver"),
            (b"content-length", str(length).encode()),
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"cookie", cookie.encode()),
        ],
    }


def chunk(body: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_body_that_takes_too_long_gets_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    status, page = hurried(monkeypatch, [chunk(b"half")])
    assert status == 408
    assert b"came too slowly" in page


def test_who_hangs_up_in_the_middle_is_not_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {"type": "http.disconnect"}
    assert hurried(monkeypatch, [chunk(b"half"), gone]) == (0, b"")


def test_a_disk_that_is_full_gets_a_page(
    monkeypatch: pytest.MonkeyPatch, as_bob: Client, settings: Any
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = "/dev/full/nothing"
    body = b"x" * (front.MAX_IN_MEMORY + 1)
    cookie = f"sessionid={key(as_bob)}"
    messages = [chunk(body, more=False)]
    status, page = hurried(
        monkeypatch, messages, path="/tasks/new/", length=len(body), cookie=cookie
    )
    assert status == 507
    assert b"cannot store any more files" in page


def test_a_body_is_whole_when_django_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = []

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        bodies.append((environ["wsgi.input"].read(), environ["HTTP_X_A"], "HTTP_X_B" in environ))
        return WSGIHandler()(environ, start)

    async def receive() -> dict[str, Any]:
        return parts.pop(0)

    async def send(_message: Any) -> None:
        pass

    parts = [chunk(b"01234"), chunk(b""), chunk(b"56789", more=False)]
    request = scope()
    request["headers"] += [(b"x-a", b"1"), (b"x-a", b"2"), (b"x_b", b"3")]
    in_a_loop(Front(application)(request, receive, send))  # type: ignore[arg-type]
    assert bodies == [(b"0123456789", "1,2", False)]


@pytest.mark.parametrize("are_files", [True, False], ids=["files", "pages of one session"])
def test_many_requests_at_once_leave_threads_to_others(are_files: bool) -> None:
    done, at_once = threading.Event(), []

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if environ["PATH_INFO"] == "/tasks/new/":
            at_once.append(environ)
            assert done.wait(PATIENCE)
        start("204 No Content", [])
        return BytesIO()

    async def run() -> None:
        site = Front(application)  # type: ignore[arg-type]
        with SpooledTemporaryFile() as body:
            cookies = [f"sessionid={number if are_files else 'same'}" for number in range(20)]
            requests = [wsgi_environ(scope("/tasks/new/", 10**6, each)) for each in cookies]
            if are_files:
                requests = [each | {"wsgi.input": body} for each in requests]
            many = [asyncio.create_task(site._django(each)) for each in requests]
            while not at_once:
                await asyncio.sleep(0.01)
            page = await site._django(wsgi_environ(scope(length=0)))
            assert page.status == 204, "while all the others wait"
            assert len(at_once) < front.THREADS
            done.set()
            assert {answer.status for answer in await asyncio.gather(*many)} == {204}
        assert not site._sessions._gates

    in_a_loop(run())


def test_the_health_page_answers_while_django_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "HEALTH_SECONDS", 0.05)
    monkeypatch.setattr(front, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(front, "THREADS", 1)
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return chunk(b"", more=False)

    async def run() -> None:
        done = asyncio.Event()
        loop = asyncio.get_running_loop()

        def hang(environ: Any, start: Any) -> Any:
            asyncio.run_coroutine_threadsafe(done.wait(), loop).result()
            return WSGIHandler()(environ, start)

        site = Front(hang)  # type: ignore[arg-type]
        hanging = asyncio.create_task(site(scope(length=0), receive, send))
        await asyncio.sleep(0)
        await site(scope("/health/", 0), receive, send)
        await site(scope("/health/live/", 0), receive, send)
        await site(scope(length=0), receive, send)
        done.set()
        await hanging

    in_a_loop(run())
    assert sent[0]["status"] == 503
    assert json.loads(sent[1]["body"]) == {"database": None, "redis": None}
    assert sent[2]["status"] == 200
    assert sent[4]["status"] == 503
    assert b"Try again in a moment" in sent[5]["body"]
