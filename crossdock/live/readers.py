"""Who polls: remembered by the session's key, so that a poll needs neither session nor user."""

import time
from collections import OrderedDict
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser, User

from crossdock.redis_state import changes
from crossdock.redis_state.changes import Tokens
from crossdock.rights import Reader

SECONDS = 50.0
"""How long a session that has run out, or a user who was locked by SQL, may go on polling."""

MAX_READERS = 10_000


class _Known(NamedTuple):
    reader: Reader
    tokens: Tokens
    until: float


_known: OrderedDict[str, _Known] = OrderedDict()


def remember(session_key: str, user: User | AnonymousUser, tokens: Tokens) -> None:
    """Remember whose session this is, if anybody's; `tokens` are from before it was read."""
    if not user.is_authenticated:
        return
    if len(_known) >= MAX_READERS:
        _known.popitem(last=False)
    reader = Reader(user.pk, user.is_staff)
    _known[session_key] = _Known(reader, tokens, time.monotonic() + SECONDS)


def recall(session_key: str, tokens: Tokens) -> Reader | None:
    """Whose session this is, if that is remembered and still true."""
    entry = _known.get(session_key)
    if entry is None or entry.until < time.monotonic() or entry.tokens.users != tokens.users:
        return None
    if entry.tokens.sessions != tokens.sessions:
        if changes.has_ended(session_key):
            return None
        _known[session_key] = entry._replace(tokens=tokens)
    return entry.reader


def reader_at_hand(session_key: str, tokens: Tokens) -> Reader | None:
    """The same as far as it can be told without asking Redis."""
    entry = _known.get(session_key)
    is_sure = entry and entry.tokens.sessions == tokens.sessions
    return recall(session_key, tokens) if is_sure else None


def forget(session_key: str) -> None:
    """Forget whose session this was, in all processes, for it has ended."""
    _known.pop(session_key, None)
    changes.session_ended(session_key)


def forget_all() -> None:
    """Forget everybody, in this process."""
    _known.clear()
