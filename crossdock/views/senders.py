"""Who sends a body, and how much: asked before any of it is received (`project.front`)."""

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from crossdock.forms.upload_limit import MEGABYTE, max_bytes
from crossdock.live.sessions import SessionStore
from crossdock.views.accounts import client_address

MAX_FORM_BYTES = MEGABYTE
"""Bytes that everything but the file may take in a request."""

MAX_ANONYMOUS_BYTES = 16 * 1024
"""Enough for a login."""


class Sender(NamedTuple):
    """Somebody by whom bodies are counted, and the bytes that one may have."""

    key: str
    max_bytes: int


def body_length(environ: dict[str, Any]) -> int:
    """The bytes that a request declares; 0 where it declares none, or what cannot be."""
    try:
        return max(int(environ.get("CONTENT_LENGTH") or 0), 0)
    except ValueError:
        return 0


def sender(environ: dict[str, Any]) -> Sender:
    """Whose request it is: a user's, or else an address's, which may send what needs no login."""
    request = WSGIRequest(environ)
    user_id = _user_id(request)
    if user_id is not None:
        return Sender(f"user {user_id}", MAX_FORM_BYTES + max_bytes())
    max_length = 0 if _needs_login(request) else MAX_ANONYMOUS_BYTES
    return Sender(f"address {client_address(request)}", max_length)


def session_key(environ: dict[str, Any]) -> str:
    """What the requests of one session have in common; those without one share theirs."""
    return WSGIRequest(environ).COOKIES.get(settings.SESSION_COOKIE_NAME, "")


def _needs_login(request: HttpRequest) -> bool:
    try:
        return getattr(resolve(request.path_info).func, "login_required", True)
    except Resolver404:
        return True


def _user_id(request: HttpRequest) -> int | None:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    close_old_connections()
    request.session = SessionStore(key)
    try:
        return get_user(request).pk
    except DatabaseError:  # whoever answers the request will say so
        return None
