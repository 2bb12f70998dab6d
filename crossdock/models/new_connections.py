"""What PostgreSQL is told by each new connection: who asks, and how to notice that he has gone."""

from typing import Any

from crossdock.models.status import this_process

MAX_NAME = 63  # bytes; PostgreSQL cuts off the rest with a warning

SETTINGS = {
    "tcp_keepalives_idle": "5s",
    "tcp_keepalives_interval": "3s",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "15s",  # while an answer is on its way nothing is asked
}
"""By default PostgreSQL waits for two hours for a host that has vanished without a word, and its
transactions keep their locks for so long. Unix sockets need none of this, and ignore it."""

SET = "SELECT set_config('application_name', %s, false), " + ", ".join(
    f"set_config('{name}', '{value}', false)" for name, value in SETTINGS.items()
)


def introduce(connection: Any, **_signal: Any) -> None:
    """Give a new connection the name of this host and process, and an end within 15 s of theirs.

    For the signal `connection_created`.
    """
    with connection.cursor() as cursor:
        cursor.execute(SET, [f"crossdock@{this_process()}"[-MAX_NAME:]])
