"""Opens an uploaded table in a child process, which ends with its parent, and streams its rows.

The child's memory and time are limited, its rights are not: it may open what its parent may.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from itertools import chain
from pathlib import Path
from threading import BoundedSemaphore, Timer
from types import TracebackType
from typing import Any, NamedTuple, Self

from crossdock.children import ENVIRONMENT, sigterm_blocked
from crossdock.errors import UserError
from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping
from crossdock.spreadsheets.messages import user_error
from crossdock.spreadsheets.preview import Preview
from crossdock.spreadsheets.problems import ReadError
from crossdock.spreadsheets.recognition import Recognition
from crossdock.spreadsheets.sheets import TablePlace
from crossdock.spreadsheets.wire import decode
from crossdock.texts import Text as _

logger = logging.getLogger(__name__)

IN_HEAD = (
    *("sheet", "left", "width", "headings", "heading_cells", "header_row", "currency_notes"),
    *("formats", "notes", "first_row", "height"),
)
"""What the child's first message tells of a table as it is."""

CHILD = "crossdock.spreadsheets.child"
READING_SECONDS = 120.0
PREVIEW_SECONDS = 20.0
MAX_MESSAGE_BYTES, MAX_PREVIEW_BYTES = 16 * 2**20, 4 * 2**20
"""Of a message of the child's: more than the longest row that is read, or the longest headings."""

PREVIEWS_AT_ONCE = BoundedSemaphore(2)  # in one process: the other threads are for pages


class ReadingStoppedError(Exception):
    """`Table.kill` was called: not the file's fault, and not the end of it either."""


class BusyError(UserError):
    """Too many files are being looked at."""


class ReaderCrashError(Exception):
    """The child process met what nobody thought of; the text is its traceback."""


Remembered = Callable[[str], ColumnMapping]
"""Gives the columns that are chosen for a layout, by its fingerprint; none if there are none."""


def nothing_remembered(_fingerprint: str) -> ColumnMapping:
    """No layout has columns that are chosen for it."""
    return NO_MAPPING


def open_table(
    path: Path,
    *,
    needed: Collection[Column],
    mapping: ColumnMapping = NO_MAPPING,
    remembered: Remembered = nothing_remembered,
    seconds: float = READING_SECONDS,
) -> "Table":
    """The first table with the needed columns in the file, to be used in a `with` statement.

    `mapping` are columns that people have chosen for this file; without any, `remembered` gives
    those of its layout. `seconds` is how long the child may keep us waiting, all waits together.
    """
    return Table(path, needed, mapping, seconds, remembered)


def read_preview(
    path: Path,
    *,
    needed: Collection[Column],
    mapping: ColumnMapping = NO_MAPPING,
    only: str | None = None,
    seconds: float = PREVIEW_SECONDS,
) -> Preview:
    """The file's first rows, and the columns as they would be read. Raises UserError, OSError.

    `mapping` are columns that people have chosen, `only` is the sheet that they want to see. It
    takes a thread of the web server, for `seconds` at most: so few may at once, else BusyError.
    """
    if not PREVIEWS_AT_ONCE.acquire(blocking=False):
        raise BusyError(_("Other files are being looked at just now. Try again in a moment."))
    try:
        table = Table(path, needed, mapping, seconds)
        table._max_bytes = MAX_PREVIEW_BYTES
        message = table._start(preview=True, only=only)
        table._end()
    finally:
        PREVIEWS_AT_ONCE.release()
    return Preview.parse(message)


class Batch(NamedTuple):
    """Rows that follow each other: `first_row` is from 1, `sheet` is "" in files that have none.

    `table` says which of the file's tables they are in, from 0.
    """

    sheet: str
    first_row: int
    rows: list[Row]
    table: int = 0


class Table:
    """A table in an uploaded file, read by a child process while the `with` block lasts.

    Entering it and `rows` raise UserError where the file is at fault, ReadingStoppedError after
    `kill`, OSError where the file or the process could not be had.
    """

    sheet: str | None  # None in text files
    left: int  # the sheet's column that rows begin at, from 0
    width: int  # how many cells a row has at least
    headings: list[str]  # as written, one for each column; [] where there is no header
    header_row: int | None  # counted from 1
    recognition: Recognition  # which column is what
    currency_notes: list[str]  # texts around the headings that name a currency
    notes: dict[str, Any]  # what is doubtful about the file, for messages.file_notes
    formats: list[str]  # number formats of a request's own columns
    heading_cells: int  # how many the headings have in a text file; 0 in others
    first_row: int  # the number in the file of the first row that rows() yields, from 1
    height: int  # rows to come at most
    tables: list[TablePlace]  # where they come from, in this order

    def __init__(
        self,
        path: Path,
        needed: Collection[Column],
        mapping: ColumnMapping,
        seconds: float,
        remembered: Remembered = nothing_remembered,
    ) -> None:
        self._path = path.resolve()
        self._needed = needed
        self._mapping = mapping
        self._remembered = remembered
        self._seconds_left = seconds
        self._max_bytes = MAX_MESSAGE_BYTES
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def __enter__(self) -> Self:
        head = self._start(preview=False)
        for name in IN_HEAD:
            setattr(self, name, head[name])
        self.recognition = Recognition.from_json(head)
        self.tables = [TablePlace(**place) for place in head["tables"]]
        return self

    def _start(self, *, preview: bool, only: str | None = None) -> dict[str, Any]:
        """Starts the child process; its first message."""
        order = {
            "needed": list(self._needed),
            "mapping": self._mapping.to_json(),
            "preview": preview,
            "only": only,
            "parent": os.getpid(),
        }
        self._path.stat()  # a file that is not there is no damaged file
        # A group of its own: Ctrl-C must not reach it and pass for a damaged file.
        with sigterm_blocked():
            self._process = subprocess.Popen(
                [sys.executable, "-m", CHILD, self._path, json.dumps(order)],
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                process_group=0,
            )
        try:
            if self._stopped:
                self._process.kill()
            message = self._any_message()
            if mapping := self._chosen_for(message):
                self._end()
                self._mapping = mapping
                return self._start(preview=preview)
            return self._checked(message)
        except BaseException:
            self._end()
            raise

    def _chosen_for(self, head: dict[str, Any]) -> ColumnMapping:
        """The columns that are chosen for the layout, unless some are for this file."""
        if self._mapping or "fingerprint" not in head:
            return NO_MAPPING
        return self._remembered(head["fingerprint"])

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    @property
    def columns(self) -> dict[Column, int]:
        """The index of each column that is recognised or chosen, from 0."""
        return self.recognition.columns

    def rows(self) -> Iterator[Row]:
        """The rows one by one, as `batches` has them."""
        return chain.from_iterable(self.batches())

    def batches(self) -> Iterator[list[Row]]:
        """The rows, once, to the last that is not empty; each has `width` cells at least.

        Articles that are stored as numbers stay numbers, unless their format gave them leading
        zeros. An end that comes too early is an error, never a short table.
        """
        return (batch.rows for batch in self.placed_batches())

    def placed_batches(self) -> "Iterator[Batch]":
        """The same, with where they stand."""
        while "rows" in (message := self._message()):
            place = message["sheet"] or "", message["first_row"]
            yield Batch(*place, message["rows"], message["table"])

    def kill(self) -> None:
        """Stops the reading; to be called from any thread at any time, before `with` too."""
        self._stopped = True
        if self._process:
            self._process.kill()

    def _end(self) -> None:
        process = self._running()
        process.kill()
        with process:  # closes the pipe and waits
            pass

    def _message(self) -> dict[str, Any]:
        """The next message; raises what is to be raised where it is no good one."""
        return self._checked(self._any_message())

    def _any_message(self) -> dict[str, Any]:
        """The next message, which may say that something is wrong."""
        line = self._line()
        if self._stopped:
            raise ReadingStoppedError
        if not line.endswith(b"\n"):
            if len(line) == self._max_bytes:
                self._running().kill()
            status = self._running().wait()
            logger.warning("Reading %s ended with exit status %s", self._path.name, status)
            raise user_error({"trouble": self._trouble(status)}, self._needed)
        return decode(line)

    def _checked(self, message: dict[str, Any]) -> dict[str, Any]:
        if "trouble" in message:
            raise user_error(message, self._needed)
        if "crash" in message:
            raise ReaderCrashError(message["crash"])
        return message

    def _trouble(self, status: int) -> ReadError:
        """What the child process died of, as far as its exit status tells."""
        if self._seconds_left <= 0 or status == -signal.SIGXCPU:
            return ReadError.TOO_SLOW
        if status == -signal.SIGABRT:  # what calamine does where it gets no memory
            return ReadError.NO_MEMORY
        if status == -signal.SIGSEGV:  # XML too deep for its stack
            return ReadError.DAMAGED
        return ReadError.TOO_LARGE_OR_DAMAGED

    def _line(self) -> bytes:
        process = self._running()
        assert process.stdout is not None
        began = time.monotonic()
        deadline = Timer(max(0.0, self._seconds_left), process.kill)
        deadline.start()
        try:
            return process.stdout.readline(self._max_bytes)
        finally:
            deadline.cancel()
            self._seconds_left -= time.monotonic() - began

    def _running(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None, "to be used in a with statement"
        return self._process
