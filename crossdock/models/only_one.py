"""One at a time of what several hosts might do at once."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection


@contextmanager
def only_one(name: str, *, wait: bool = False) -> Iterator[bool]:
    """Whether nobody else is inside with this name, on any host; until the block ends.

    With `wait`, it waits for that. The lock ends with a transaction that does nothing else, on a
    connection of its own: it outlives neither the process nor, in a pool of connections, its turn,
    and what is done meanwhile has transactions of its own.
    """
    with closing(connection.copy()) as lock_connection, lock_connection.cursor() as cursor:
        lock_connection.set_autocommit(False)
        attempt = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
        cursor.execute(f"SELECT {attempt}(hashtextextended(%s, 0))", [f"crossdock {name}"])
        (is_locked,) = cursor.fetchone()
        yield wait or is_locked
        lock_connection.rollback()
