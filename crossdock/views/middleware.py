from collections.abc import Callable
from contextlib import suppress
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from csp.utils import build_policy
from django.contrib.auth import middleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from structlog.contextvars import bind_contextvars, clear_contextvars

from crossdock.forms.upload_limit import max_bytes
from crossdock.redis_state import presence
from crossdock.views.errors import refuse
from crossdock.views.senders import MAX_FORM_BYTES, body_length

GetResponse = Callable[[HttpRequest], HttpResponseBase]

UNUSED = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
"""What no page of ours ever asks the browser for."""


class RequestLogMiddleware:
    """Gives each request a reference, which its log lines have, and the page of a fault shows."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Bind it to what this thread logs from now on."""
        clear_contextvars()
        bind_contextvars(request=token_hex(4))
        return self.get_response(request)


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
        if answer is None and request.user.pk:
            bind_contextvars(user=request.user.pk)
            presence.note(request.user.pk)
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
    """Refuses a body before anything parses or stores it.

    It is one that is too large, that the front could not receive (`project.front`), that declares
    no length, as no browser sends it, or whose letters are not UTF-8.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 400, 408, 411, 413, 507 or with the login, or let the request pass."""
        if refusal := request.META.get("crossdock.refusal"):
            return refuse(request, refusal)
        if request.headers.get("Transfer-Encoding"):
            return refuse(request, 411)
        if not _is_utf_8(request):
            return refuse(request, 400)
        length = body_length(request.META)
        if length <= MAX_FORM_BYTES or length <= self._limit(request):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return to_login(request)
        return refuse(request, 413)

    def _limit(self, request: HttpRequest) -> int:
        return MAX_FORM_BYTES + (max_bytes() if request.user.is_authenticated else 0)


def _is_utf_8(request: HttpRequest) -> bool:
    """Whether a form's letters are what all browsers send from our pages.

    Others may be any codec of Python's, some of which take minutes for a megabyte.
    """
    charset = (request.content_params or {}).get("charset", "utf-8")
    return charset.strip("\"' ").lower() in ("utf-8", "utf8")
