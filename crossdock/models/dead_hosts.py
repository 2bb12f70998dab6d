"""What PostgreSQL is told so that it notices a host that has vanished without a word."""

from typing import Any

SETTINGS = {
    "tcp_keepalives_idle": "5s",
    "tcp_keepalives_interval": "3s",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "15s",  # while an answer is on its way nothing is asked
}
"""By default it waits for two hours, and so long the host's transactions would keep their locks.
Those of a unix socket need none of this, and ignore it."""

NOTICE = "; ".join(f"SET {name} = '{value}'" for name, value in SETTINGS.items())


def notice_dead_hosts(connection: Any, **_signal: Any) -> None:
    """Have a new connection end within 15 s of its host; for the signal `connection_created`."""
    with connection.cursor() as cursor:
        cursor.execute(NOTICE)
