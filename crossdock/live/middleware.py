from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase

from crossdock.live import readers
from crossdock.live.at_hand import FOUND, polling_session, recent_tokens
from crossdock.live.tables import cached_table, respond, split_version
from crossdock.redis_state import presence

LET_IN = (HTTPStatus.OK, HTTPStatus.NO_CONTENT)


class LivePollsMiddleware:
    """Answers most polls of the task table from memory (see `crossdock.live`).

    To be placed behind what sets headers and languages, and before sessions.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the poll, or let the request pass and remember who sent it."""
        if found := request.META.get(FOUND):
            return respond(request, found.table, found.reader)
        session_key = polling_session(request)
        if not session_key:
            return self.get_response(request)
        tokens = recent_tokens.get()
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
