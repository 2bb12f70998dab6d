"""A token that changes whenever a task or a comment does: who knows it need not ask the database.

It is forgotten after a while, so that a change which found Redis away is seen all the same.
"""

import secrets
from contextlib import suppress
from datetime import timedelta
from typing import Any

import redis
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from crossdock.redis_client import client

KEY = "crossdock:changes"

LIFETIME = timedelta(minutes=1)
"""How long a page may stay behind at most."""


def bump() -> None:
    """Say that something which pages show has changed. To be called after the commit."""
    with suppress(redis.RedisError):
        client().set(KEY, secrets.token_hex(8), ex=LIFETIME)


def token() -> str | None:
    """What the last change left; None without Redis. To be read before the rows are."""
    try:
        with client().pipeline(transaction=False) as pipe:
            pipe.set(KEY, secrets.token_hex(8), ex=LIFETIME, nx=True)
            pipe.get(KEY)
            found: str | None = pipe.execute()[1]
    except redis.RedisError:
        return None
    return found


def _bump_on_commit(**_signal: Any) -> None:
    transaction.on_commit(bump)


# By signals, because the admin changes these too. A task's other changes are made by `lifecycle`.
post_save.connect(_bump_on_commit, sender="crossdock.TaskComment", weak=False)
post_delete.connect(_bump_on_commit, sender="crossdock.TaskComment", weak=False)
post_delete.connect(_bump_on_commit, sender="crossdock.CrossDockTask", weak=False)
post_delete.connect(_bump_on_commit, sender="crossdock.PriceListImport", weak=False)
post_save.connect(_bump_on_commit, sender="crossdock.PriceList", weak=False)
post_delete.connect(_bump_on_commit, sender="crossdock.PriceList", weak=False)
