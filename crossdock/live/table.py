"""A page of the task table, rendered once for all who look at it.

Who may change which task decides which of two forms a row has. Of a row that moves on, all but the
cell with its progress is kept.
"""

import gzip
import time
from functools import cached_property
from threading import Lock
from uuid import UUID

from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from crossdock.live import versions
from crossdock.pages.task_table import TablePage
from crossdock.pages.tasks import TaskRow
from crossdock.redis_state.changes import Tokens
from crossdock.rights import Reader, may_change

FRESH_SECONDS = 0.2
"""So old the progress may be that is given out: with the worker's beat (`keeper.HEARTBEAT`) and a
second between two polls, a page never shows any that is older than two."""

FAILED_SECONDS = 5.0
"""So long nobody tries again to read a newer one after the database has not given it."""

MAX_BODIES = 2**20
"""Characters of whole tables that are kept of one page: at least one, of most pages those of all
readers. Of what is dropped, the rows are still there."""

ROWS_HERE, PROGRESS_HERE = SafeString("<!-- rows -->"), SafeString("<!-- progress -->")


class LiveTable:
    """A page as it was read when the tokens were these, and all that has been rendered of it.

    What an older table has rendered of rows that look the same is taken over.
    """

    def __init__(
        self, page: TablePage, tokens: Tokens | None, table_before: "LiveTable | None" = None
    ) -> None:
        self.renewal = Lock()  # held by whoever makes the next one
        self.page, self.tokens = page, tokens
        self.version = versions.version(tokens, page.state, has_progress=page.has_progress)
        self._made_at = time.monotonic()
        self._failed_until = 0.0
        rendered = table_before.rendered() if table_before else {}
        self._rows = [_Row(row, rendered.get(row.task.pk)) for row in page.rows]
        self._bodies: dict[tuple[bool, ...], _Body] = {}

    def is_current(self, tokens: Tokens | None) -> bool:
        """Whether no row has changed since it was read."""
        return tokens is not None and self.tokens is not None and self.tokens.rows == tokens.rows

    def is_fresh(self, tokens: Tokens) -> bool:
        """Whether the progress that it shows is not old either."""
        is_young = time.monotonic() - self._made_at < FRESH_SECONDS
        return not self.page.has_progress or is_young or self.tokens == tokens

    @property
    def has_failed_lately(self) -> bool:
        """Whether the database has just not given a newer one."""
        return time.monotonic() < self._failed_until

    def note_failure(self) -> None:
        """Have this one handed out for some seconds, because no newer one is to be had."""
        self._failed_until = time.monotonic() + FAILED_SECONDS

    def rendered(self) -> dict[UUID, "_Row"]:
        """Its rows by their tasks' ids, for the next one to take over."""
        return {row.id: row for row in self._rows}

    def is_rendered_for(self, user: User | Reader) -> bool:
        """Whether nothing is left to be rendered for this reader."""
        return self._form(user) in self._bodies

    def html(self, user: User | Reader) -> SafeString:
        """The table for this reader."""
        return self._body(user).html

    def packed(self, user: User | Reader) -> bytes:
        """The same as gzip."""
        return self._body(user).packed()

    def _body(self, user: User | Reader) -> "_Body":
        form = self._form(user)
        body = self._bodies.get(form)
        if body is None:
            rows = map(_Row.html, self._rows, form)
            before, _mark, after = self._frame.partition(ROWS_HERE)
            body = _Body("".join((before, *rows, after)))
            kept = sum(len(rendered.html) for rendered in [*self._bodies.values()])
            if kept + len(body.html) > MAX_BODIES:
                self._bodies = {}
            self._bodies[form] = body
        return body

    def _form(self, user: User | Reader) -> tuple[bool, ...]:
        return tuple(may_change(user, row.task) for row in self.page.rows)

    @cached_property
    def _frame(self) -> str:
        context = {
            "rows": ROWS_HERE if self._rows else "",
            "filter": self.page.filter,
            "page": self.page.page,
            "address": self.page.address,
            "version": self.version,
            "every": versions.seconds(self.page.is_active),
        }
        return render_to_string("crossdock/partials/task_table.html", context)


class _Row:
    """A row in both forms, as far as they have been asked for."""

    def __init__(self, row: TaskRow, row_before: "_Row | None") -> None:
        self.id = row.task.pk
        self._row = row
        self._around: dict[bool, tuple[str, str]] = {}
        self._progress: str | None = None
        if row_before and row_before._row.state == row.state:
            self._around = row_before._around
            if row_before._row.progress == row.progress:
                self._progress = row_before._progress

    def html(self, is_changeable: bool) -> str:
        if is_changeable not in self._around:
            context = {
                "row": self._row,
                "may_change": is_changeable,
                "progress_here": PROGRESS_HERE,
            }
            html = render_to_string("crossdock/partials/task_row.html", context)
            before, _mark, after = html.partition(PROGRESS_HERE)
            self._around[is_changeable] = before, after
        if self._progress is None:
            context = {"row": self._row}
            self._progress = render_to_string("crossdock/partials/task_progress.html", context)
        before, after = self._around[is_changeable]
        return f"{before}{self._progress}{after}"


class _Body:
    def __init__(self, html: str) -> None:
        self.html = SafeString(html)
        self._packed: bytes | None = None

    def packed(self) -> bytes:
        # Made once for many answers; there is no secret in it that its length could tell.
        if self._packed is None:
            self._packed = gzip.compress(self.html.encode(), compresslevel=1)
        return self._packed
