"""The connection that a search asks, and which of the two ways of asking it takes."""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from psycopg.errors import QueryCanceled
from psycopg.pq import TransactionStatus

from crossdock.offers.current import is_filled

logger = logging.getLogger(__name__)

NOTHING_READ = "nothing_read"
"""The savepoint at the beginning of a transaction that only reads."""

CANCEL_SECONDS = 2
"""How long the server may take to hear that a query is to end."""


class OfferDatabase:
    """Asks the view where it can be read, and otherwise the original query.

    `by_original_query` says which of the two it was. Bound to the connection of the creating
    thread; may be used from another thread if nobody else uses that connection. Whatever queries
    raises DatabaseError.
    """

    def __init__(self, *, original_query: bool) -> None:
        self.by_original_query = original_query or not is_filled()
        if self.by_original_query and not original_query:
            logger.warning("the offers view has never been filled: the original query answers")
        self._is_cancelled = False
        self._only_reads = False
        self._ask(DEFAULT_DB_ALIAS)

    def _ask(self, alias: str) -> None:
        connection = connections[alias]
        with connection.cursor() as cursor:  # the planner overrates what is to be done here:
            cursor.execute("SET jit = off")  # compiling it would take longer than doing it
        self._connection: psycopg.Connection[Any] = connection.connection
        self._wrap_errors = connection.wrap_database_errors

    @contextmanager
    def at(self, alias: str) -> Iterator[None]:
        """While the block lasts, ask the database of this alias, on this thread's connection."""
        if alias == DEFAULT_DB_ALIAS:
            yield
            return
        self._ask(alias)
        try:
            yield
        finally:
            self._ask(DEFAULT_DB_ALIAS)

    def cancel(self) -> None:
        """End a query that is running, from another thread, and answer no more."""
        self._is_cancelled = True
        self._connection.cancel_safe(timeout=CANCEL_SECONDS)

    def rows(self, by_view: str, by_original: str, parameters: dict[str, Any]) -> list[Any]:
        """What the view's query answers, or the original one where that cannot be read."""
        rows = None if self.by_original_query else self.from_view(by_view, parameters)
        return self.from_table(by_original, parameters) if rows is None else rows

    def from_table(self, query: str, parameters: dict[str, Any]) -> list[Any]:
        """What a query answers that does not read the view."""
        with self._wrap_errors:
            return self._execute(query, parameters)

    def from_view(self, query: str, parameters: dict[str, Any]) -> list[Any] | None:
        """What the view answers; None if it cannot, and from then on the original query does."""
        try:
            with self._wrap_errors, self._harmless():
                return self._execute(query, parameters)
        except DatabaseError as error:
            if isinstance(error.__cause__, QueryCanceled) or self._connection.closed:
                raise
            logger.exception("the offers view cannot be read: the original query answers")
            self.by_original_query = True
            if self._only_reads:
                self._connection.execute(f"ROLLBACK TO SAVEPOINT {NOTHING_READ}")
        return None

    @contextmanager
    def only_reading(self) -> Iterator[None]:
        """Say that nothing else happens in the transaction that is under way.

        One savepoint at its beginning then serves all queries of the view.
        """
        self._connection.execute(f"SAVEPOINT {NOTHING_READ}")
        self._only_reads = True
        try:
            yield
        finally:
            self._only_reads = False

    def _harmless(self) -> AbstractContextManager[object]:
        """A savepoint inside a transaction, which an error would break; else there is no need."""
        is_idle = self._connection.info.transaction_status is TransactionStatus.IDLE
        return nullcontext() if is_idle or self._only_reads else self._connection.transaction()

    def _execute(self, query: str, parameters: dict[str, Any]) -> list[Any]:
        if self._is_cancelled:
            raise QueryCanceled
        with psycopg.Cursor(self._connection) as cursor:
            return cursor.execute(query, parameters, binary=True).fetchall()
