"""Who polls: known for minutes from one look at the session and the user, so that polls need none.

A change of any user forgets everybody at once, the end of a session its reader: after one, each
process asks Redis, where the reader is forgotten, for those that it knows.
"""

import json
import re
import time
from contextlib import suppress
from typing import NamedTuple

import redis
from django.conf import settings

from crossdock.redis_state import changes
from crossdock.redis_state.changes import Tokens
from crossdock.redis_state.client import client
from crossdock.rights import Reader, Request

SECONDS, SECONDS_IN_PROCESS = 240, 60.0
"""In Redis, and in a process besides: together how long a session may go on polling that has run
out."""

MOST_IN_PROCESS = 10_000

TOKENS = "crossdock.tokens"
"""In the WSGI environment of a poll: the tokens from before anything was read for it."""

LET_IN = "crossdock.let_in"
"""In the WSGI environment of a poll: Django has let it in."""


class Known(NamedTuple):
    """A reader, and the language that the pages speak to him."""

    reader: Reader
    language: str
    accepted: str  # what his browser says of languages
    users: str  # the token of the last change of any user


class _Kept(NamedTuple):
    """What this process knows until then (`time.monotonic`) or until the tokens change."""

    known: Known
    tokens: tuple[str, str]
    until: float


_SESSION = re.compile(rf"(?:^|;\s*){re.escape(settings.SESSION_COOKIE_NAME)}=([^;\s]+)")
_kept: dict[tuple[str, str], _Kept] = {}


def remember(request: Request) -> None:
    """Know who sent a poll that was let in."""
    tokens: Tokens | None = request.environ.get(TOKENS)
    if tokens is None:
        return
    request.environ[LET_IN] = True
    user, accepted = request.user, request.headers.get("Accept-Language", "")
    known = (user.pk, user.is_staff), request.LANGUAGE_CODE, accepted, tokens.users
    session = request.session.session_key
    assert session is not None  # he is logged in
    with suppress(redis.RedisError):
        client().set(_key(session), json.dumps(known), ex=SECONDS)
        if not request.session.exists(session):  # it has ended meanwhile
            client().delete(_key(session))


def forget(session: str) -> None:
    """Know no more whose session this was; in all processes, for it has ended."""
    _kept.clear()
    with suppress(redis.RedisError):
        client().delete(_key(session))
    changes.bump_ends()


def recall(cookies: str, accepted: str, tokens: Tokens) -> Known | None:
    """Who sends a request with these cookies, if known; `accepted` is his Accept-Language."""
    now = time.monotonic()
    kept = _kept.get((cookies, accepted))
    if kept and kept.until > now and kept.tokens == (tokens.users, tokens.ends):
        return kept.known
    known = _look_up(cookies)
    if known is None or (known.accepted, known.users) != (accepted, tokens.users):
        return None
    if len(_kept) >= MOST_IN_PROCESS:
        _kept.clear()
    until = now + SECONDS_IN_PROCESS
    _kept[cookies, accepted] = _Kept(known, (tokens.users, tokens.ends), until)
    return known


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


def _key(session: str) -> str:
    return f"crossdock:reader:{session}"
