"""The task table, made once for all who look at the same part of it.

A page of it is kept in the process's memory for as long as nothing has changed. While tasks run,
something changes all the time: then it is made anew at most every so often, and of its rows only
those that look different. Who may change which task decides which of two forms a row has.
"""

import gzip
import time
from collections import OrderedDict
from dataclasses import replace
from http import HTTPStatus
from threading import Lock
from typing import NamedTuple

from django.contrib.auth.models import User
from django.core.paginator import Page
from django.db import connection
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from crossdock.forms.task_filter import TaskFilter
from crossdock.live import versions
from crossdock.models import CrossDockTask
from crossdock.pages.paging import ShallowPaginator
from crossdock.pages.tasks import ShownTask, show
from crossdock.redis_state.changes import Tokens
from crossdock.rights import Reader, may_change, visible_to

PAGE_SIZE = 25
FRESH_SECONDS = 0.2
"""So old the progress may be that is given out: with the worker's beat (`hold.HEARTBEAT`) and a
second between two polls, a page never shows any that is older than two."""

MOST_KEPT = 50
ROWS_HERE, PROGRESS_HERE = SafeString("<!-- rows -->"), SafeString("<!-- progress -->")


class Answer(NamedTuple):
    """What a poll gets."""

    status: int
    headers: dict[str, str]
    body: bytes


def new_table(user: User | Reader, asked: str, tokens: Tokens | None) -> "LiveTable":
    """The table that a query string asks for, as the database has it now.

    `tokens` are from before anything else was read.
    """
    return _keep(_key(user, asked, get_language()), LiveTable.read(user, asked, tokens))


def live_table(user: User | Reader, asked: str, tokens: Tokens | None) -> "LiveTable":
    """The same for a poll: if nothing but progress is known to have changed, without a query."""
    language = get_language()
    if table := kept_table(user, asked, language, tokens):
        return table
    key = _key(user, asked, language)
    last = _kept.get(key)
    if last is None:
        return _keep(key, LiveTable.read(user, asked, tokens))
    with last.renewal:
        last = _kept.get(key, last)
        if last.is_current(tokens):
            return last
        table = LiveTable.read(user, asked, tokens)
        table.reuse(last)
        return _keep(key, table)


def kept_table(
    user: User | Reader, asked: str, language: str, tokens: Tokens | None
) -> "LiveTable | None":
    """The same, if it is kept and no row has changed; progress that is too old is read anew.

    While that is under way, all others get the last one.
    """
    key = _key(user, asked, language)
    last = _kept.get(key)
    if last is None or not last.is_current(tokens):
        return None
    if last.is_fresh(tokens) or not last.renewal.acquire(blocking=False):
        return last
    try:
        if _kept.get(key) is not last:  # another thread was faster
            return last
        return _keep(key, last.moved_on(user, tokens))
    finally:
        last.renewal.release()


def asked_and_known(query: str) -> tuple[str, str]:
    """What a poll's query string asks for, and the version that its page has."""
    asked, name, known = query.rpartition("version=")
    return (asked.rstrip("&"), known) if name else (query, "")


class LiveTable:
    """One page of the task table: its rows in both forms, and what stands around them."""

    def __init__(
        self,
        asked: TaskFilter,
        page: Page[CrossDockTask],
        shown: list[ShownTask],
        tokens: Tokens | None,
        language: str,
    ) -> None:
        self.renewal = Lock()
        self._made_at = time.monotonic()
        self._filter, self._page, self._tokens = asked, page, tokens
        self._language = language
        self._rows = [_Row(each) for each in shown]
        self._moves = any(row.task.is_running for row in self._rows)
        self._rights: dict[tuple[int, bool], tuple[bool, ...]] = {}
        self._bodies: dict[tuple[bool, ...], _Body] = {}
        self.address = asked.address(page=page.number if page.number > 1 else None)
        state = [row.state for row in self._rows], page.number, page.paginator.count
        self.version = versions.version(tokens, state, moves=self._moves)

    @classmethod
    def read(cls, user: User | Reader, asked: str, tokens: Tokens | None) -> "LiveTable":
        """The page that a query string asks for, from the database."""
        query = QueryDict(asked)
        wanted = TaskFilter(query, user.pk)
        rows = wanted.among(visible_to(user, CrossDockTask))
        page = ShallowPaginator(rows, PAGE_SIZE).get_page(query.get("page"))
        return cls(wanted, page, show(page, user), tokens, get_language())

    def moved_on(self, user: User | Reader, tokens: Tokens | None) -> "LiveTable":
        """The same rows with the progress of now: what the database has of them is not changed."""
        shown = show([row.task for row in self._rows], user)
        table = LiveTable(self._filter, self._page, shown, tokens, self._language)
        table.reuse(self)
        return table

    def reuse(self, older: "LiveTable") -> None:
        """Take over what has been made of the rows that look the same."""
        made = {row.task.pk: row for row in older._rows}
        self._rows = [row.following(made.get(row.task.pk)) for row in self._rows]

    def is_current(self, tokens: Tokens | None) -> bool:
        """Whether no row has changed since it was made."""
        return tokens is not None and self._tokens is not None and self._tokens.rows == tokens.rows

    def is_fresh(self, tokens: Tokens | None) -> bool:
        """Whether it is current and shows no old progress."""
        if not self.is_current(tokens):
            return False
        is_young = time.monotonic() - self._made_at < FRESH_SECONDS
        return not self._moves or is_young or self._tokens == tokens

    def html(self, user: User | Reader) -> SafeString:
        """The table for this reader."""
        return self._body(user).html

    def answer(self, user: User | Reader, known: str, encodings: str) -> Answer:
        """What a poll gets whose page has the `known` version; `encodings` are what it accepts."""
        if (headers := versions.unchanged(known, self.version)) is not None:
            return Answer(HTTPStatus.NO_CONTENT, headers, b"")
        body = self._body(user)
        headers = {"Content-Type": "text/html; charset=utf-8"}
        if is_packed := "gzip" in encodings:
            headers["Content-Encoding"] = "gzip"
        content = body.packed() if is_packed else body.html.encode()
        headers["Content-Length"] = str(len(content))
        return Answer(HTTPStatus.OK, headers, content)

    def _body(self, user: User | Reader) -> "_Body":
        known = user.pk, user.is_staff
        changeable = self._rights.get(known)
        if changeable is None:
            changeable = tuple(may_change(user, row.task) for row in self._rows)
            self._rights[known] = changeable
        body = self._bodies.get(changeable)
        if body is None:
            # Polls are answered where no language is set, or that of the request before.
            with override(self._language):
                rows = map(_Row.html, self._rows, changeable)
                before, _mark, after = self._frame().partition(ROWS_HERE)
                body = self._bodies[changeable] = _Body("".join((before, *rows, after)))
        return body

    def _frame(self) -> str:
        context = {
            "rows": ROWS_HERE if self._rows else "",
            "filter": self._filter,
            "page": self._page,
            "address": self.address,
            "version": self.version,
            "every": versions.seconds(any(row.task.is_active for row in self._rows)),
        }
        return render_to_string("crossdock/partials/task_table.html", context)


class _Row:
    """A row in both forms. Of one that moves on, all but the cell with its progress is kept."""

    def __init__(self, shown: ShownTask) -> None:
        self._shown = shown
        self.task = task = shown.task
        self._still = task.updated_at, task.comment_count, task.supplier_group.name, str(task.user)
        self.state = task.pk, self._still, shown.progress
        self._around: dict[bool, tuple[str, str]] = {}
        self._progress: str | None = None

    def following(self, older: "_Row | None") -> "_Row":
        """This row, or an older one that looks the same; with all that is made of it already."""
        if older is None or older._still != self._still:
            return self
        if older.state == self.state:
            return older
        self._around = older._around
        return self

    def html(self, is_changeable: bool) -> str:
        if is_changeable not in self._around:
            shown = replace(self._shown, may_change=is_changeable)
            context = {"shown": shown, "progress_here": PROGRESS_HERE}
            row = render_to_string("crossdock/partials/task_row.html", context)
            before, _mark, after = row.partition(PROGRESS_HERE)
            self._around[is_changeable] = before, after
        if self._progress is None:
            context = {"shown": self._shown}
            self._progress = render_to_string("crossdock/partials/task_progress.html", context)
        before, after = self._around[is_changeable]
        return f"{before}{self._progress}{after}"


class _Body:
    def __init__(self, html: str) -> None:
        self.html = SafeString(html)
        self._packed: bytes | None = None

    def packed(self) -> bytes:
        """Compressed: there is no secret in it that its length could tell."""
        if self._packed is None:
            self._packed = gzip.compress(self.html.encode(), compresslevel=1)
        return self._packed


class _Key(NamedTuple):
    asked: str
    language: str
    reader: int | None


_kept: OrderedDict[_Key, LiveTable] = OrderedDict()
_keeping = Lock()


def _key(user: User | Reader, asked: str, language: str) -> _Key:
    """The filter by user knows its reader; nothing else of a table does, but who may change."""
    return _Key(asked, language, user.pk if "user=" in asked else None)


def _keep(key: _Key, table: LiveTable) -> LiveTable:
    if not connection.in_atomic_block:  # what is not committed yet is nobody else's
        with _keeping:
            _kept[key] = table
            _kept.move_to_end(key)
            if len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return table
