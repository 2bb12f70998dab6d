"""Answers most polls of the task table before Django sees them.

A thousand open pages ask a thousand times a second, while tasks need the processors. Nearly every
poll can be answered from memory: it is known who asks (`readers`) and what the table looks like
(`live_table`). Anything that is not known goes the whole way through Django, and is known then.
"""

import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.urls import reverse

from crossdock.live import readers
from crossdock.live.table import Answer, asked_and_known, kept_table
from crossdock.redis_state import changes
from crossdock.redis_state.changes import Tokens

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Application = Callable[..., Iterable[bytes]]

TOKENS_SECONDS = 0.05
"""So old the tokens may be: a page polls a moment after an action, when this has passed."""

OF_ONE_ANSWER = (
    "content-type",
    "content-encoding",
    "content-language",
    "content-length",
    "hx-trigger",
    "set-cookie",
)
MOST_SITES = 100


class LivePolls:
    """A WSGI application in front of another, which knows all that Django's settings ask for.

    What it answers has the headers that Django's middleware gave a poll for the same host and
    scheme; before it has seen one, it answers nothing.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self._address = reverse("crossdock:task_rows")
        self._headers: dict[tuple[str, str], Headers] = {}
        self._tokens: Tokens | None = None
        self._tokens_until = 0.0

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer the poll, or pass the request on."""
        if environ["PATH_INFO"] != self._address or environ["REQUEST_METHOD"] != "GET":
            return self._application(environ, start_response)
        environ[readers.TOKENS] = tokens = self._known_tokens()
        site = environ.get("HTTP_HOST", ""), environ.get("HTTP_X_FORWARDED_PROTO", "")
        headers = self._headers.get(site)
        answer = _answer(environ, tokens) if headers and tokens else None
        if headers and answer:
            status = HTTPStatus(answer.status)
            start_response(f"{status} {status.phrase}", headers + list(answer.headers.items()))
            return [answer.body]

        def start(status: str, headers: Headers, *more: Any) -> Any:
            if environ.get(readers.LET_IN) and len(self._headers) < MOST_SITES:
                self._headers[site] = [
                    (name, value) for name, value in headers if name.lower() not in OF_ONE_ANSWER
                ]
            return start_response(status, headers, *more)

        return self._application(environ, start)

    def _known_tokens(self) -> Tokens | None:
        now = time.monotonic()
        if now >= self._tokens_until:
            self._tokens_until = now + TOKENS_SECONDS  # first: one thread asks, the others go on
            self._tokens = changes.tokens()
        return self._tokens


def _answer(environ: Environ, tokens: Tokens) -> Answer | None:
    """From what is known; None if it is not enough."""
    accepted = environ.get("HTTP_ACCEPT_LANGUAGE", "")
    who = readers.recall(environ.get("HTTP_COOKIE", ""), accepted, tokens)
    if who is None:
        return None
    asked, known = asked_and_known(environ["QUERY_STRING"])
    table = kept_table(who.reader, asked, who.language, tokens)
    if table is None:
        return None
    return table.answer(who.reader, known, environ.get("HTTP_ACCEPT_ENCODING", ""))
