from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import middleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

MEGABYTE = 2**20
FORM_FIELDS = MEGABYTE
"""Bytes that everything but the file may take in a request."""

READ_AWAY = 4
"""So many times the limit is read away, for a browser shows an answer only when it has sent all."""


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Sends an htmx request's whole page to the login, instead of the login into a part of it."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[Any, Any],
    ) -> HttpResponseBase | None:
        """Answer somebody who is not logged in, or not any more."""
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None or request.headers.get("HX-Request") != "true":
            return answer
        page = urlsplit(request.headers.get("HX-Current-URL", "/"))
        back = page._replace(scheme="", netloc="").geturl()
        login = redirect_to_login(back, self.get_login_url(view_func)).url
        return HttpResponse(status=204, headers={"HX-Redirect": login})


class UploadLimitMiddleware:
    """Refuses a body that is too large before anything parses or stores it.

    Nobody who is not logged in may send files at all: the body of a POST is parsed for its CSRF
    token before the login is looked at. WSGI reads no further than the declared length.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 413, or let the request pass."""
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length <= FORM_FIELDS or length <= self._limit(request):
            return self.get_response(request)
        self._read_away(request, length)
        return render(request, "413.html", {"max_mb": settings.MAX_UPLOAD_MB}, status=413)

    def _limit(self, request: HttpRequest) -> int:
        files = settings.MAX_UPLOAD_MB * MEGABYTE if request.user.is_authenticated else 0
        return files + FORM_FIELDS

    def _read_away(self, request: HttpRequest, length: int) -> None:
        left = min(length, READ_AWAY * self._limit(request))
        while left > 0 and (chunk := request.read(min(left, MEGABYTE))):
            left -= len(chunk)
