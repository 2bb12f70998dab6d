"""The embedded PostgreSQL and Redis: real servers out of their wheels, for a start without set-up.

Both listen on unix sockets only, keep their data under the var folder, and are left alone when
DATABASE_URL and REDIS_URL name others. Where a variable is set, that server is not started.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from project.postgres import Postgres, database_url
from project.redis_server import Redis, redis_url
from project.service import Service

__all__ = ["Postgres", "Redis", "database_url", "redis_url", "running"]


@contextmanager
def running(var: Path, *, kept: bool = False) -> Iterator[None]:
    """Start what no variable of the environment names, and stop it in the end.

    With `kept`, one that dies in between is started again.
    """
    services: list[Service] = []
    if not os.environ.get("DATABASE_URL"):
        services.append(Postgres(var))
    if not os.environ.get("REDIS_URL"):
        services.append(Redis(var))
    with ExitStack() as stack:
        for service in services:
            stack.callback(service.stop)  # also of a start that is interrupted
            service.start()
            if kept:
                threading.Thread(target=service.keep, daemon=True).start()
        yield
