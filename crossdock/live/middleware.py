import time
from collections.abc import Callable
from functools import cached_property
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from crossdock.live import readers
from crossdock.live.tables import cached_table, respond, split_version
from crossdock.redis_state import changes, presence
from crossdock.redis_state.changes import Tokens

TOKENS_SECONDS = 0.05
"""So old the tokens may be: a page polls a moment after an action, when this has passed."""

LET_IN = (HTTPStatus.OK, HTTPStatus.NO_CONTENT)


class LivePollsMiddleware:
    """Answers most polls of the task table from memory (see `crossdock.live`).

    To be placed behind what sets headers and languages, and before sessions.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._tokens: Tokens | None = None
        self._tokens_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the poll, or let the request pass and remember who sent it."""
        session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if request.path_info != self._address or request.method != "GET" or not session_key:
            return self.get_response(request)
        tokens = self._recent_tokens()
        if tokens is None:
            readers.forget_all()  # a logout that Redis was not told of ends them too
            return self.get_response(request)
        reader = readers.recall(session_key, tokens)
        query, _page_version = split_version(request)
        if reader and (table := cached_table(query, tokens)):
            presence.note(reader.pk)
            return respond(request, table, reader)
        response = self.get_response(request)
        if response.status_code in LET_IN and request.session.session_key == session_key:
            readers.remember(session_key, request.user, tokens)
        return response

    @cached_property
    def _address(self) -> str:
        return reverse("crossdock:task_rows")

    def _recent_tokens(self) -> Tokens | None:
        now = time.monotonic()
        if now >= self._tokens_until:
            self._tokens_until = now + TOKENS_SECONDS  # first: one thread asks, the others go on
            self._tokens = changes.tokens()
        return self._tokens
