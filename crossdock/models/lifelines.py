"""Who is alive, as PostgreSQL knows it: it sees at once when a killed process's connection ends."""

from datetime import timedelta
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection

HOLD = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
LET_GO = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"
IS_CUT = """
    SELECT pg_postmaster_start_time() < now() - make_interval(secs => %s)
       AND pg_try_advisory_xact_lock(hashtextextended(%s, 0))
"""


_held: WeakKeyDictionary[psycopg.Connection, set[str]] = WeakKeyDictionary()
"""What each connection holds: what is locked twice would have to be let go twice."""


def hold(name: str) -> None:
    """Hold this line until it is let go, or this thread's connection to the database ends."""
    connection.ensure_connection()
    held = _held.setdefault(connection.connection, set())
    if name in held:
        return
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [key(name)])
    held.add(name)


def let_go(name: str) -> None:
    """Hold this line no more, if this thread's connection does."""
    held = _held.get(connection.connection, set()) if connection.connection else set()
    if name in held:
        held.remove(name)
        with connection.cursor() as cursor:
            cursor.execute(LET_GO, [key(name)])


def is_cut(name: str, since_start: timedelta) -> bool:
    """Whether nobody holds this line.

    A database that started less than `since_start` ago says no: all lost their connections then. So
    does one whose host does not hear that the holder's has gone.
    """
    with connection.cursor() as cursor:
        cursor.execute(IS_CUT, [since_start.total_seconds(), key(name)])
        row = cursor.fetchone()
    return bool(row and row[0])


def key(name: str) -> str:
    """What PostgreSQL makes the lock's number of."""
    return f"crossdock line {name}"
