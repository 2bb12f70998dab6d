"""One thread for all claims of a process, with one connection to the database between them."""

import logging
import threading
import time
from contextlib import suppress
from typing import Protocol

from django.db import Error, connection

from crossdock.models import lifelines

HEARTBEAT = 0.25
"""Seconds between two beats: progress goes out and a wish to cancel comes in."""

LOCK_SECONDS = 1
"""So long one task's row, which somebody has locked, may keep the others' leases waiting."""

logger = logging.getLogger(__name__)


class Kept(Protocol):
    """What is kept: a worker's hold on a task."""

    @property
    def lifeline(self) -> str:
        """What is held in the database as long as this is kept."""

    @property
    def is_over(self) -> bool:
        """Whether it is not to be kept any more."""

    def beat(self) -> None:
        """Do what is to be done again and again; may use the database, and raises nothing."""

    def give_up(self) -> None:
        """Stop what goes on: nothing keeps it any more."""


class Keeper:
    """Beats for what it keeps; its thread and its connection end when it keeps nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: list[Kept] = []
        self._is_running = False
        self._limited: object = None  # the connection that waits for locks no longer than that

    def keep(self, kept: Kept) -> None:
        """Beat for this until it is over."""
        with self._lock:
            self._kept.append(kept)
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._run, name="keeper", daemon=True).start()

    def _run(self) -> None:
        try:
            time.sleep(HEARTBEAT)
            while self._let_go():
                for kept in self._kept.copy():
                    self._limit_locks()
                    kept.beat()
                time.sleep(HEARTBEAT)
        except Exception:
            logger.exception("the keeper of the claims has failed")
            with self._lock:
                kept_last, self._kept, self._is_running = self._kept, [], False
            for kept in kept_last:  # or others would take the tasks, and both go on
                kept.give_up()
        finally:
            connection.close()

    def _let_go(self) -> bool:
        """Let go of what is over; False if that was all, and then this thread has to end."""
        with self._lock:
            over = [kept for kept in self._kept if kept.is_over]
            self._kept = [kept for kept in self._kept if kept not in over]
            self._is_running = bool(self._kept)
        if self._is_running:  # else the connection ends, and with it all that it holds
            for kept in over:
                with suppress(Error):
                    lifelines.let_go(kept.lifeline)
        return self._is_running

    def _limit_locks(self) -> None:
        if self._limited is None or self._limited is not connection.connection:
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
                self._limited = connection.connection


keeper = Keeper()
