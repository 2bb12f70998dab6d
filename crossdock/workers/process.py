"""What processes set up for themselves: the garbage collector, how they end, a first line."""

import gc
import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from crossdock.models.status import this_process
from crossdock.redis_state import signs
from crossdock.storage import work
from crossdock.storage.users_files import users_files

Handler = Callable[[int, FrameType | None], object]

logger = logging.getLogger(__name__)

OBJECTS_PER_ROUND = 100_000
"""So many new objects bring the collector out; with Python's own 700, each hundred rows do."""


def tune_garbage_collector() -> None:
    """Spare this process the collector's rounds: what is loaded stays, and rows hold no cycles.

    That is a third of the processor time that a long request file takes, an eighth of a price list,
    and in the web server a tenth of a second now and then, in which nobody gets an answer.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_PER_ROUND)


def end_once() -> None:
    """Make any SIGTERM after the first mean nothing to this process.

    At its second, a worker of Dramatiq's drops what it is doing. It hears two where all processes
    are told at once, as systemd does it: one from there, and one from its parent.
    """
    if threading.current_thread() is not threading.main_thread():
        return  # only a worker's own process is ended so
    handler = signal.getsignal(signal.SIGTERM)
    if not callable(handler):
        return

    def hear(number: int, frame: FrameType | None, handler: Handler = handler) -> None:
        signal.signal(number, signal.SIG_IGN)
        handler(number, frame)

    signal.signal(signal.SIGTERM, hear)


def check_storage() -> None:
    """See to it that users' files can be had, and remove what killed processes have left of them.

    Raises ImproperlyConfigured where the storage refuses us.
    """
    users_files.check()
    work.clear()


def say_started(kind: str) -> None:
    """Log what kind of process has started on which host, and which services and storage it uses.

    Passwords stay out of it. From now on it gives signs of life.
    """
    signs.give_for_ever(kind, this_process())
    redis = urlsplit(settings.REDIS_URL)
    logger.info(
        "%s %s started: %s, Redis %s, files in %s",
        kind,
        this_process(),
        ", ".join(map(_told_database, settings.DATABASES)),
        redis._replace(netloc=redis.netloc.rpartition("@")[2]).geturl(),
        settings.STORAGE_URL or settings.MEDIA_ROOT,
    )


def _told_database(alias: str) -> str:
    database = settings.DATABASES[alias]
    role = "database" if alias == DEFAULT_DB_ALIAS else alias
    return f"{role} {database['NAME']} at {database['HOST'] or 'localhost'}"
