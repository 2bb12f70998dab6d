"""Who polls: known for minutes from one look at the session and the user, so that polls need none.

A change of any user forgets everybody at once. A logout forgets its session: in the process that
answers it and in Redis at once, in the other processes after some seconds.
"""

import json
import re
import time
from contextlib import suppress
from typing import Any, NamedTuple

import redis
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest

from crossdock.changes import Tokens
from crossdock.redis_client import client
from crossdock.views.access import Reader, Request

SECONDS = 300
"""How long a session that ended without a logout may go on polling."""

SECONDS_IN_PROCESS = 10.0
MOST_IN_PROCESS = 10_000


LET_IN = "crossdock.let_in"
"""In the WSGI environment of a request: Django has let it in."""


class Known(NamedTuple):
    """A reader, and the language that the pages speak to him."""

    reader: Reader
    language: str
    accepted: str  # what his browser says of languages
    users: str  # the token of the last change of any user


_SESSION = re.compile(rf"(?:^|;\s*){re.escape(settings.SESSION_COOKIE_NAME)}=([^;\s]+)")
_kept: dict[tuple[str, str], tuple[Known, float]] = {}


def remember(request: Request, tokens: Tokens) -> None:
    """Know who sent a request that was let in."""
    request.environ[LET_IN] = True
    user, accepted = request.user, request.headers.get("Accept-Language", "")
    known = (user.pk, user.is_staff), request.LANGUAGE_CODE, accepted, tokens.users
    with suppress(redis.RedisError):
        client().set(_key(request.session.session_key), json.dumps(known), ex=SECONDS)


def recall(cookies: str, accepted: str, tokens: Tokens) -> Known | None:
    """Who sends a request with these cookies, if known; `accepted` is his Accept-Language."""
    now = time.monotonic()
    known, until = _kept.get((cookies, accepted), (None, 0.0))
    if known is None or until < now or known.users != tokens.users:
        known = _look_up(cookies)
        if known is None:
            return None
        if len(_kept) >= MOST_IN_PROCESS:
            _kept.clear()
        _kept[cookies, accepted] = known, now + SECONDS_IN_PROCESS
    return known if (known.accepted, known.users) == (accepted, tokens.users) else None


def _look_up(cookies: str) -> Known | None:
    session = _SESSION.search(cookies)
    if session is None:
        return None
    try:
        found = client().get(_key(session[1]))
    except redis.RedisError:
        return None
    if found is None:
        return None
    reader, *others = json.loads(found)
    return Known(Reader(*reader), *others)


def _key(session: str | None) -> str:
    return f"crossdock:reader:{session}"


def _forget(request: HttpRequest | None, **_signal: Any) -> None:
    _kept.clear()
    if request is not None:
        with suppress(redis.RedisError):
            client().delete(_key(request.session.session_key))


user_logged_out.connect(_forget, weak=False)
