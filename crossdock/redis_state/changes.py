"""Tokens that change whenever what the pages show does: who knows them need not ask the database.

Those of what is shown are forgotten after a while, so that a change which found Redis away is seen
all the same. Those of the readers stay: else all of them would be forgotten at once, by the minute;
each of them is forgotten by himself (`views/readers.py`).
"""

import secrets
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple, cast

import redis
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from crossdock.redis_state.client import client

ROWS, PROGRESS, USERS, ENDS = KEYS = (
    "crossdock:changes",
    "crossdock:progress-changes",
    "crossdock:user-changes",
    "crossdock:session-ends",
)

LIFETIME = timedelta(minutes=1)
"""How long a page may stay behind at most."""


class Tokens(NamedTuple):
    """What has been left by the last change of a row, of anything's progress, of a user, and by the
    last end of a session."""

    rows: str
    progress: str
    users: str
    ends: str


def bump() -> None:
    """Say that rows which pages show have changed. To be called after the commit."""
    _renew(ROWS)


def bump_progress() -> None:
    """Say that something under way has moved on."""
    _renew(PROGRESS)


def bump_ends() -> None:
    """Say that a session has ended."""
    _renew(ENDS)


def tokens() -> Tokens | None:
    """What the last changes left; None without Redis. To be read before the rows are."""
    try:
        found = _read()
        if not all(found):
            for key in KEYS:
                _renew(key, only_if_gone=True)
            found = _read()
    except redis.RedisError:
        return None
    return Tokens(*found) if all(found) else None


def _read() -> list[str]:
    return cast(list[str], client().mget(KEYS))


def _renew(key: str, *, only_if_gone: bool = False) -> None:
    with suppress(redis.RedisError):
        lifetime = None if key in (USERS, ENDS) else LIFETIME
        client().set(key, secrets.token_hex(8), ex=lifetime, nx=only_if_gone)


def _bump_on_commit(**_signal: Any) -> None:
    transaction.on_commit(bump)


def _bump_users_on_commit(update_fields: Any = None, **_signal: Any) -> None:
    if update_fields is None or set(update_fields) != {"last_login"}:  # every login saves that one
        transaction.on_commit(lambda: _renew(USERS))


# By signals, because the admin changes these too. A task's other changes are made by `lifecycle`.
post_save.connect(_bump_on_commit, sender="crossdock.TaskComment", weak=False)
post_delete.connect(_bump_on_commit, sender="crossdock.TaskComment", weak=False)
post_delete.connect(_bump_on_commit, sender="crossdock.CrossDockTask", weak=False)
post_delete.connect(_bump_on_commit, sender="crossdock.PriceListImport", weak=False)
post_save.connect(_bump_on_commit, sender="crossdock.PriceList", weak=False)
post_delete.connect(_bump_on_commit, sender="crossdock.PriceList", weak=False)
post_save.connect(_bump_users_on_commit, sender="auth.User", weak=False)
post_delete.connect(_bump_users_on_commit, sender="auth.User", weak=False)
