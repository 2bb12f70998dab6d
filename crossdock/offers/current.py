"""The materialized view of each supplier's most recent offer for each part."""

import psycopg
from django.db import connection, transaction

VIEW = "crossdock_current_offer"
NEWER = "crossdock_newer_offer"
LOCK = "LOCK TABLE crossdock_offerchange IN SHARE UPDATE EXCLUSIVE MODE"
"""Held by whoever refreshes, to the end of the transaction; nobody else asks for this mode.

An advisory lock of the session would stay with a pooled connection that is somebody else's by
then (PgBouncer in transaction mode), and one of the transaction would take its snapshot before
it has the lock. This statement takes none.
"""


class Refresh:
    """Brings the view up to date without getting in its readers' way."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self._connection: psycopg.Connection = connection.connection

    def cancel(self) -> None:
        """End the running query, from another thread."""
        self._connection.cancel_safe(timeout=2)

    def run(self) -> None:
        """Refresh. Raises DatabaseError; then the view and the marks are as they were.

        The marks of changed suppliers go in the transaction that brings their offers, and with one
        snapshot for both: a mark goes only if the refresh has seen the change. The lock comes
        first, for a snapshot from before another refresh's end could not be written over it.
        """
        with connection.cursor() as cursor:
            with transaction.atomic():
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute(LOCK)
                concurrently = "CONCURRENTLY" if is_filled() else ""
                cursor.execute("DELETE FROM crossdock_offerchange")
                cursor.execute(f"DELETE FROM {NEWER}")
                cursor.execute(f"REFRESH MATERIALIZED VIEW {concurrently} {VIEW}")
            cursor.execute(f"VACUUM (ANALYZE) {VIEW}, {NEWER}")  # for the same reason as in `tidy`


def tidy() -> None:
    """Let look-ups read the view's index alone, without a look at each row's visibility.

    A refresh does so too, but cannot for what a task still sees that began before its end.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (SKIP_LOCKED) {VIEW}, {NEWER}")


def is_filled() -> bool:
    """Whether the view is there and has ever been refreshed; takes no lock on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relispopulated FROM pg_class WHERE oid = to_regclass(%s)", [VIEW])
        row = cursor.fetchone()
    return bool(row and row[0])
