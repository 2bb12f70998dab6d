"""Which polls can be answered without waiting for anything, not even for a thread's turn."""

import time
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_from_request

from crossdock.live import readers
from crossdock.live.table import LiveTable
from crossdock.live.tables import split_version, table_at_hand
from crossdock.redis_state import changes, presence
from crossdock.redis_state.changes import Tokens
from crossdock.rights import Reader

TOKENS_SECONDS = 0.05
"""So old the tokens may be: a page polls a moment after an action, when this has passed."""

FOUND = "crossdock.poll"
"""Where a request's environment has what answers it."""


class Found(NamedTuple):
    """What answers a poll."""

    table: LiveTable
    reader: Reader


class RecentTokens:
    """The tokens as this process saw them a moment ago."""

    def __init__(self) -> None:
        self._tokens: Tokens | None = None
        self._until = 0.0

    def known(self) -> Tokens | None:
        """Without asking for them; None if they are too old."""
        return self._tokens if time.monotonic() < self._until else None

    def get(self) -> Tokens | None:
        """Asked for if they are too old; None without Redis."""
        now = time.monotonic()
        if now >= self._until:
            self._until = now + TOKENS_SECONDS  # first: one thread asks, the others go on
            self._tokens = changes.tokens()
        return self._tokens


recent_tokens = RecentTokens()


def polling_session(request: HttpRequest) -> str:
    """The key of the session that polls the task table; "" if this is something else."""
    if request.path_info != _address() or request.method != "GET":
        return ""
    return request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")


def is_at_hand(environ: dict[str, Any]) -> bool:
    """Whether all that answers a request is in memory: then it is put into its environment.

    From then on Django asks neither database nor Redis for it, so it may be called where many wait.
    """
    if environ["PATH_INFO"] != _address():
        return False
    request = WSGIRequest(environ)
    session_key, tokens = polling_session(request), recent_tokens.known()
    if not session_key or tokens is None:
        return False
    reader = readers.reader_at_hand(session_key, tokens)
    if reader is None or not presence.is_noted(reader.pk):
        return False
    query, _page_version = split_version(request)
    table = table_at_hand(query, get_language_from_request(request), tokens)
    if table is None or not table.is_rendered_for(reader):
        return False
    environ[FOUND] = Found(table, reader)
    return True


@cache
def _address() -> str:
    return reverse("crossdock:task_rows")
