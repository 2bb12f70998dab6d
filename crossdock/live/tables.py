"""The pages of the task table that this process keeps, and what polls are answered from them."""

import re
from collections import OrderedDict
from http import HTTPStatus
from threading import Lock

from django.contrib.auth.models import User
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from crossdock.live import versions
from crossdock.live.table import LiveTable
from crossdock.pages.task_table import read_page
from crossdock.redis_state.changes import Tokens
from crossdock.rights import Reader

MAX_TABLES, MAX_QUERY_LENGTH = 50, 1000
"""So many are kept, of query strings with so many characters: no page of ours asks with more."""

WAIT_SECONDS = 0.25
"""So long a poll waits for another that reads the same table; then it gets the last one."""

ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")

_tables: OrderedDict[tuple[str, str], LiveTable] = OrderedDict()
"""By query string and language: readers differ in the form of rows only."""

_lock = Lock()


def new_table(user: User, query: str, tokens: Tokens | None) -> LiveTable:
    """The table that a query string asks for, as the database has it now.

    `tokens` are from before anything else was read.
    """
    key = query, get_language()
    return _keep(key, LiveTable(read_page(user, query), tokens, _tables.get(key)))


def live_table(user: User, query: str, tokens: Tokens | None) -> LiveTable:
    """The same for a poll: without a query if no row is known to have changed."""
    if table := cached_table(query, tokens):
        return table
    table = _tables.get((query, get_language()))
    if table is None:
        return new_table(user, query, tokens)
    if table.has_failed_lately or not table.renewal.acquire(timeout=WAIT_SECONDS):
        return table  # better an old one than all threads waiting for a database that is locked
    try:  # of many that come at once, one reads
        return cached_table(query, tokens) or new_table(user, query, tokens)
    except DatabaseError:
        table.note_failure()
        raise
    finally:
        table.renewal.release()


def cached_table(query: str, tokens: Tokens | None) -> LiveTable | None:
    """The same if no row has changed; progress that is too old is read anew.

    While one thread does that, the others get the last one.
    """
    key = query, get_language()
    table = _tables.get(key)
    if table is None or tokens is None or not table.is_current(tokens):
        return None
    if table.is_fresh(tokens) or not table.renewal.acquire(blocking=False):
        return table
    try:
        if _tables.get(key) is not table:  # another thread was faster
            return table
        return _keep(key, LiveTable(table.page.moved_on(), tokens, table))
    finally:
        table.renewal.release()


def table_at_hand(query: str, language: str, tokens: Tokens) -> LiveTable | None:
    """The same if neither rows nor progress have to be read for it, not by this thread."""
    table = _tables.get((query, language))
    if table is None or not table.is_current(tokens):
        return None
    return table if table.is_fresh(tokens) or table.renewal.locked() else None


def respond(request: HttpRequest, table: LiveTable, user: User | Reader) -> HttpResponse:
    """What a poll of the table gets: nothing new (204), or the table for this reader."""
    _query, page_version = split_version(request)
    headers = versions.unchanged(page_version, table.version)
    if headers is not None:
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)
    if ACCEPTS_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        return HttpResponse(table.packed(user), headers={"Content-Encoding": "gzip"})
    return HttpResponse(table.html(user))


def split_version(request: HttpRequest) -> tuple[str, str]:
    """What a poll's query string asks for, and the version that its page has."""
    query_string: str = request.META["QUERY_STRING"]
    query, name, page_version = query_string.rpartition("version=")
    return (query.rstrip("&"), page_version) if name else (query_string, "")


def forget_all() -> None:
    """Forget all tables, in this process."""
    _tables.clear()


def _keep(key: tuple[str, str], table: LiveTable) -> LiveTable:
    is_committed = not connection.in_atomic_block  # else it is nobody else's yet
    if is_committed and len(key[0]) <= MAX_QUERY_LENGTH:
        with _lock:
            _tables[key] = table
            _tables.move_to_end(key)
            if len(_tables) > MAX_TABLES:
                _tables.popitem(last=False)
    return table
