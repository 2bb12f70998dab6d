"""The site as the web server calls it, without a server."""

import io
from typing import Any, NamedTuple

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


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


def environ(client: Client | None, **more: str) -> dict[str, Any]:
    """A poll of the task table, as the web server puts it."""
    cookies = client.cookies.items() if client else ()
    return {
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


class Site:
    """The site as the web server calls it."""

    def __init__(self) -> None:
        self._application = WSGIHandler()

    def get(self, client: Client | None, **more: str) -> Answer:
        started: list[Any] = []
        with CaptureQueriesContext(connection) as queries:
            chunks = self._application(environ(client, **more), lambda *args: started.append(args))
            content = b"".join(chunks)
        (status, headers), *_others = started
        return Answer(int(status[:3]), dict(headers), content, len(queries))


def remembered(site: Site, client: Client, **more: str) -> Answer:
    """The answer to a poll, when its reader is remembered and the table is kept."""
    site.get(client, **more)
    answer = site.get(client, **more)
    assert answer.queries == 0
    return answer
