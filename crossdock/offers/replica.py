"""A reading replica of PostgreSQL, if the installation has one (REPLICA_URL)."""

import logging
import time
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections

REPLICA = "replica"
MAX_DELAY = 0.5
"""Seconds that a task waits for the replica to be as far as it has to be."""

LOOK_EVERY = 0.02

LOCK_SECONDS = 5
"""So long a look-up waits for what the replica is about to replay: one that is cut off meanwhile
would keep its locks for good. The original query answers then, or the task is put off and reads the
primary."""

NOW = "SELECT pg_current_wal_insert_lsn(), statement_timestamp()"
"""With what is not on the primary's disk yet: others see it already."""

HAS_REPLAYED = "SELECT coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false)"
"""False too of a server that is no replica, or not any more: it may go its own way."""

logger = logging.getLogger(__name__)


def up_to_date() -> tuple[str, datetime | None]:
    """The database to read the offers from, as an alias, and of which moment it is at least.

    The replica, if it has everything that is committed now, or soon will have it; else the primary,
    with None: it is of the moment at which it is read. One that does not answer is as good as none.
    """
    if REPLICA not in connections.databases:
        return DEFAULT_DB_ALIAS, None
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        position, moment = cursor.fetchone()
    try:
        if _has_replayed(position):
            return REPLICA, moment
        logger.info("the replica is behind: the primary answers")
    except DatabaseError as error:
        logger.warning("the replica does not answer, the primary does: %s", error)
        connections[REPLICA].close()
    return DEFAULT_DB_ALIAS, None


def _has_replayed(position: str) -> bool:
    deadline = time.monotonic() + MAX_DELAY
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
        while True:
            cursor.execute(HAS_REPLAYED, [position])
            if cursor.fetchone() == (True,):
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(LOOK_EVERY)
