from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from csp.utils import build_policy
from django.contrib.auth import middleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from crossdock.forms.upload_limit import MEGABYTE, max_bytes
from crossdock.views.errors import refuse

GetResponse = Callable[[HttpRequest], HttpResponseBase]

MAX_FORM_BYTES = MEGABYTE
"""Bytes that everything but the file may take in a request."""

READ_AWAY = 4
"""So many times the limit is read away, for a browser shows an answer only when it has sent all."""

UNUSED = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
"""What no page of ours ever asks the browser for."""


class ContentSecurityPolicyMiddleware:
    """The settings' policy on every answer, put together once: no page of ours needs its own.

    django-csp puts it together twice for each answer, which is a quarter of what a poll costs.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self._policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the header."""
        answer = self.get_response(request)
        answer.headers["Content-Security-Policy"] = self._policy
        return answer


class PrivatePagesMiddleware:
    """What every answer has that is no static file: no cache keeps it, the Back button's neither.

    After a logout, a shared computer shows nothing any more. Inside of it, an answer that only says
    which methods are allowed gets a page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers."""
        answer = self.get_response(request)
        if answer.status_code == 405 and request.method != "OPTIONS":
            allowed = answer.headers["Allow"]
            answer = refuse(request, 405)
            answer.headers["Allow"] = allowed
        answer.headers.setdefault("Cache-Control", "private, no-store")
        answer.headers.setdefault("Permissions-Policy", UNUSED)
        patch_vary_headers(answer, ["Cookie", "HX-Request"])
        return answer


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Sends an htmx request's whole page to the login, instead of the login into a part of it."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[Any, Any],
    ) -> HttpResponseBase | None:
        """Answer somebody who is not logged in, or not any more.

        What needs no login does not even look for one: it may need no database either.
        """
        if not getattr(view_func, "login_required", True):
            return None
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        return answer and to_login(request)


def to_login(request: HttpRequest) -> HttpResponse:
    """Send the browser to the login, and from there back to the page that it shows.

    After an upload that page says that the file has to be chosen again (`?again=1`).
    """
    back = request.get_full_path()
    if request.headers.get("HX-Request") == "true":
        with suppress(ValueError):
            page = urlsplit(request.headers.get("HX-Current-URL", "/"))
            back = page._replace(scheme="", netloc="").geturl()
    if request.content_type == "multipart/form-data":
        back = f"{back.partition('?')[0]}?again=1"
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(back)
    return HttpResponse(status=204, headers={"HX-Redirect": redirect_to_login(back).url})


class UploadLimitMiddleware:
    """Refuses a body that is too large before anything parses or stores it.

    Who is not logged in has nothing to send but the login. No more than the declared length is ever
    read; a body that declares none, as no browser sends it, is refused.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 411, 413 or with the login, or let the request pass."""
        if request.headers.get("Transfer-Encoding"):
            return refuse(request, 411)
        length = _length(request)
        if length <= MAX_FORM_BYTES or length <= self._limit(request):
            return self.get_response(request)
        self._read_away(request, length)
        if not request.user.is_authenticated:
            return to_login(request)
        return refuse(request, 413)

    def _limit(self, request: HttpRequest) -> int:
        return MAX_FORM_BYTES + (max_bytes() if request.user.is_authenticated else 0)

    def _read_away(self, request: HttpRequest, length: int) -> None:
        bytes_left = min(length, READ_AWAY * self._limit(request))
        while bytes_left > 0 and (chunk := request.read(min(bytes_left, MEGABYTE))):
            bytes_left -= len(chunk)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
