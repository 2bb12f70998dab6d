"""One token per kind of change. A page that has the current tokens is answered without a query.

The tokens of rows and progress expire, so that a change which found Redis away is seen all the
same. The tokens of users and sessions do not: if they did, every reader would have to be looked up
again each minute.
"""

import secrets
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple, cast

import redis
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from crossdock.redis_state.client import connected

ROWS, PROGRESS, USERS, SESSIONS = KEYS = (
    "crossdock:changes",
    "crossdock:progress-changes",
    "crossdock:user-changes",
    "crossdock:session-ends",
)

LIFETIME = timedelta(minutes=1)
"""How long a page may stay behind at most."""

ENDED_LIFETIME = timedelta(minutes=10)
"""How long an ended session is known as such: longer than any process remembers its reader."""

_is_end_untold = False
"""Whether a session has ended here while Redis was away: then everybody is looked up again, in all
processes, as soon as it is back."""


class Tokens(NamedTuple):
    """What was left by the last change of a row, of anything's progress, of a user, and by the last
    end of a session."""

    rows: str
    progress: str
    users: str
    sessions: str


def rows_changed() -> None:
    """Say that rows which pages show have changed. To be called after the commit."""
    _renew(ROWS)


def progress_moved() -> None:
    """Say that something under way has moved on."""
    _renew(PROGRESS)


def session_ended(session_key: str) -> None:
    """Say that a session has ended. To be called when the database knows it no more."""
    global _is_end_untold
    try:
        with connected() as client:
            client.set(_ended(session_key), 1, ex=ENDED_LIFETIME)
    except redis.RedisError:
        _is_end_untold = True
    _renew(SESSIONS)  # only now: whoever sees the token finds the session among those ended


def has_ended(session_key: str) -> bool:
    """Whether a session has ended in the last minutes; True as well if Redis cannot say."""
    try:
        with connected() as client:
            return bool(client.exists(_ended(session_key)))
    except redis.RedisError:
        return True


def tokens() -> Tokens | None:
    """What the last changes left; None without Redis. To be read before the rows are."""
    global _is_end_untold
    try:
        if _is_end_untold:
            with connected() as client:
                client.set(USERS, secrets.token_hex(8))
            _is_end_untold = False
        values = _read()
        if not all(values):
            for key in KEYS:
                _renew(key, only_if_gone=True)
            values = _read()
    except redis.RedisError:
        return None
    return Tokens(*values) if all(values) else None


def _ended(session_key: str) -> str:
    return f"crossdock:ended-session:{session_key}"


def _read() -> list[str]:
    with connected() as client:
        return cast(list[str], client.mget(KEYS))


def _renew(key: str, *, only_if_gone: bool = False) -> None:
    lifetime = None if key in (USERS, SESSIONS) else LIFETIME
    with suppress(redis.RedisError), connected() as client:
        client.set(key, secrets.token_hex(8), ex=lifetime, nx=only_if_gone)


def _rows_change_on_commit(**_signal: Any) -> None:
    transaction.on_commit(rows_changed)


def _users_change_on_commit(update_fields: Any = None, **_signal: Any) -> None:
    if update_fields is None or set(update_fields) != {"last_login"}:  # every login saves that one
        transaction.on_commit(lambda: _renew(USERS))


# By signals, because the admin changes these too. A task's other changes are made by `lifecycle`.
post_save.connect(_rows_change_on_commit, sender="crossdock.TaskComment", weak=False)
post_delete.connect(_rows_change_on_commit, sender="crossdock.TaskComment", weak=False)
post_delete.connect(_rows_change_on_commit, sender="crossdock.CrossDockTask", weak=False)
post_delete.connect(_rows_change_on_commit, sender="crossdock.PriceListImport", weak=False)
post_save.connect(_rows_change_on_commit, sender="crossdock.PriceList", weak=False)
post_delete.connect(_rows_change_on_commit, sender="crossdock.PriceList", weak=False)
post_save.connect(_users_change_on_commit, sender="auth.User", weak=False)
post_delete.connect(_users_change_on_commit, sender="auth.User", weak=False)
