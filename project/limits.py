"""How long a page's queries may take: neither a lock nor a query without end may stop the site."""

from typing import Any

LOCK_SECONDS = 2
QUERY_SECONDS = 30
"""The deletion of a supplier with a million offers takes some of these."""


def limit_queries(connection: Any, **_signal: Any) -> None:
    """Set the limits for a new connection; to be connected to `connection_created` in the web."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET lock_timeout = '{LOCK_SECONDS}s'; SET statement_timeout = '{QUERY_SECONDS}s'"
        )
