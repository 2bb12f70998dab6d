"""What the web server calls: whatever has to wait for a client waits here, and holds no thread.

Django answers in a few threads of this process. A client that is slow on purpose, or far away, must
not have one of them: a handful of such clients would stop the site for all. So this front, which
needs no thread for waiting, stands between the server (Granian, ASGI) and Django (WSGI):

* A **body** is received before Django is called: the first 64 kB in memory, the rest in a file
  without a name, which is gone with the process whatever ends it. How long it may be is known from
  who sends it (`crossdock.views.senders`): somebody who is not logged in may send a login, nothing
  else. A body that is too long, or that nobody may send, is not waited for: Django answers the
  headers alone, and what the browser still sends is read away for some seconds, for most browsers
  show an answer only when they have sent all. Bodies have a time limit, by their length, and so
  many of a sender's are received at once; the others wait for their turn.
* A **file** that Django answers with is sent from here, piece by piece as the client takes it. Each
  piece has a time limit, and so many files go to one session at once. Any other answer is handed to
  the server whole.
* **Django** gets one of THREADS threads. They live as long as the process, so each has one
  connection to PostgreSQL, and there are never more. A request that gets no thread in time is told
  so, instead of waiting behind a database that hangs. Requests with files take their time: they get
  one of the threads, and wait for each other, so twenty files at once hold up no page. Nor does
  somebody who asks for many pages at once: two threads at most are one session's.
* **Most polls** are answered from memory (`crossdock.live.at_hand`): Django is called for them at
  once, here. To hand them to a thread and back would cost as much as their answer.
* **/health/** is answered in time whatever hangs: a process that has no thread for it cannot serve
  pages. /health/live/ needs none: whoever starts a process again for more than that ends what it
  could still do.

What goes wrong with a body (too slow, too many, no space) is said by a page of Django's: the front
puts the status into the environment as `crossdock.refusal`, where `UploadLimitMiddleware` finds it.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.utils.translation import gettext

from crossdock.live.at_hand import is_at_hand
from crossdock.storage.users_files import StorageAway
from crossdock.views import senders
from project.turns import Turns
from project.wsgi_call import Answer, Environ, Scope, call, wsgi_environ

THREADS = 3
"""Of each process, and so many connections to PostgreSQL: they are few, of several hosts."""

BUSY_SECONDS = 10.0
"""So long a request waits for a thread."""

LARGE_AT_ONCE, REQUESTS_AT_ONCE = 1, 2
"""So many of them may answer requests whose bodies are too long for the memory, and so many the
other requests of one session."""

LIVE = "/health/live/"
HEALTH = ("/health/", "/health/ready/")
HEALTH_SECONDS = 1.5
MAX_IN_MEMORY = 64 * 1024
"""Bytes of a body that are kept in memory."""

PIECE = 256 * 1024
"""Bytes of a file that are read and sent at once."""

PIECE_SECONDS = 30.0
"""So long a piece of a file may take: to be taken by the client, or to come from it."""

BODY_SECONDS, BODY_BYTES_PER_SECOND = 15.0, 32 * 1024
"""So long a body may take: some seconds, and more by its length."""

BODIES_AT_ONCE, FILES_AT_ONCE = 20, 10
"""Of one sender, or to one session."""

LINGER_SECONDS, LINGER_TIMES = 10.0, 4
"""So long, and so many times the limit, an unwanted body is read away."""

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Gone(Exception):
    """The client has hung up."""


class Front:
    """The ASGI application."""

    def __init__(self, application: WSGIHandler) -> None:
        self._call = partial(call, application)
        self._threads = ThreadPoolExecutor(THREADS, "django")
        self._free_threads = asyncio.Semaphore(THREADS)
        self._large, self._sessions = Turns(LARGE_AT_ONCE), Turns(REQUESTS_AT_ONCE)
        self._disk_threads = ThreadPoolExecutor(2, "disk")
        self._bodies, self._files = Turns(BODIES_AT_ONCE), Turns(FILES_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        environ = wsgi_environ(scope)
        if environ["PATH_INFO"] == LIVE:
            await _send(_plain(HTTPStatus.OK, '{"live": true}', "application/json"), send)
            return
        if environ["PATH_INFO"] in HEALTH:
            await _send(await self._health(environ), send)
            return
        if is_at_hand(environ):
            await _send(self._call(environ), send)
            return
        with suppress(Gone):
            unread = await self._receive(environ, receive)
            answer = await self._django(environ)
            await (self._send_file(answer, environ, send) if answer.file else _send(answer, send))
            if unread:
                await _read_away(receive, unread)

    async def _receive(self, environ: Environ, receive: Receive) -> int:
        """Receive the body, if it is one to wait for; the bytes that are to be read away."""
        length = senders.body_length(environ)
        if not length:
            return 0
        sender = await self._in_thread(senders.sender, environ)
        if sender is None or length > sender.max_bytes:
            return min(length, LINGER_TIMES * max(sender.max_bytes if sender else 0, PIECE))
        body = environ["wsgi.input"] = SpooledTemporaryFile(  # noqa: SIM115  # Django's to close
            MAX_IN_MEMORY, dir=str(settings.FILE_UPLOAD_TEMP_DIR)
        )
        try:
            async with self._bodies.turn(sender.key):
                async with asyncio.timeout(BODY_SECONDS + length / BODY_BYTES_PER_SECOND):
                    await _write_body(body, length, receive)
            body.seek(0)
            return 0
        except TimeoutError:
            environ["crossdock.refusal"] = HTTPStatus.REQUEST_TIMEOUT
        except OSError:
            environ["crossdock.refusal"] = HTTPStatus.INSUFFICIENT_STORAGE
        return length

    async def _django(self, environ: Environ) -> Answer:
        has_body = isinstance(environ["wsgi.input"], SpooledTemporaryFile)
        is_large = has_body and senders.body_length(environ) > MAX_IN_MEMORY
        session = senders.session_key(environ) or environ["REMOTE_ADDR"]
        answer = None
        with suppress(TimeoutError):
            async with self._large.turn("") if is_large else self._sessions.turn(session):
                answer = await self._in_thread(self._call, environ)
        return answer or _plain(
            HTTPStatus.SERVICE_UNAVAILABLE, gettext("The site is busy. Try again in a moment.")
        )

    async def _in_thread(self, function: Callable[[Environ], Any], environ: Environ) -> Any:
        """What the function returns, called in a thread; None if none was free in time."""
        try:
            async with asyncio.timeout(BUSY_SECONDS):
                await self._free_threads.acquire()
        except TimeoutError:
            return None
        try:
            return await _run(self._threads, function, environ)
        finally:
            self._free_threads.release()

    async def _health(self, environ: Environ) -> Answer:
        asking = asyncio.ensure_future(self._in_thread(self._call, environ))
        answer = None
        with suppress(TimeoutError):
            async with asyncio.timeout(HEALTH_SECONDS):
                answer = await asyncio.shield(asking)  # its thread goes on, and is not free before
        text = json.dumps({"database": None, "redis": None})  # not known
        return answer or _plain(HTTPStatus.SERVICE_UNAVAILABLE, text, "application/json")

    async def _send_file(self, answer: Answer, environ: Environ, send: Send) -> None:
        file = answer.file
        assert file is not None
        with suppress(
            TimeoutError, StorageAway
        ):  # then the connection ends with less than was announced
            try:
                async with self._files.turn(senders.session_key(environ)):
                    await send(_start(answer))
                    while piece := await _run(self._disk_threads, file.read, PIECE):
                        async with asyncio.timeout(PIECE_SECONDS):
                            await send(
                                {"type": "http.response.body", "body": piece, "more_body": True}
                            )
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
            finally:
                file.close()


async def _write_body(body: IO[bytes], length: int, receive: Receive) -> None:
    """Raises Gone, TimeoutError, OSError."""
    bytes_missing = length
    while bytes_missing > 0:
        async with asyncio.timeout(PIECE_SECONDS):
            message = await receive()
        piece = message.get("body", b"")
        body.write(piece)
        bytes_missing -= len(piece)
        if message["type"] != "http.request" or (bytes_missing > 0 and not message["more_body"]):
            raise Gone


async def _read_away(receive: Receive, unread: int) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(LINGER_SECONDS):
            while unread > 0:
                message = await receive()
                if message["type"] != "http.request" or not message["more_body"]:
                    return
                unread -= len(message["body"])


async def _send(answer: Answer, send: Send) -> None:
    await send(_start(answer))
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})


def _start(answer: Answer) -> dict[str, Any]:
    return {"type": "http.response.start", "status": answer.status, "headers": answer.headers}


def _plain(status: int, text: str, kind: str = "text/plain; charset=utf-8") -> Answer:
    headers = {"content-type": kind, "cache-control": "no-store", "retry-after": "5"}
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Answer(status, encoded, text.encode())


async def _run(executor: Executor, function: Callable[..., Any], *args: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(executor, function, *args)
