"""The answered lines of a result, kept beside it for the page that shows them.

The file is an SQLite database. Lines are stored in blocks (`line_blocks`), because a row for each
line makes the file four times as large. `line_count` says how many lines of which kind each block
has, so that any page of any choice of lines is read from the few blocks that it needs.
"""

import errno
import json
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import chain, count, islice
from pathlib import Path
from typing import cast

from isal.igzip_lib import IsalError

from crossdock.results.line_blocks import Kind, NumberedLine, pack, unpack
from crossdock.results.lines import ResultLines
from crossdock.storage.whole_files import atomic_write

BLOCK = 500
"""Lines in a block: few enough that a page of lines that are far apart is read in no time."""

# No journal and no syncs: an unfinished file is thrown away, a finished one synced as a whole.
_SCHEMA = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE block (first_line INTEGER PRIMARY KEY, content BLOB NOT NULL);
    CREATE TABLE line_count (
        first_line INTEGER, outcome TEXT, offers INTEGER, lines INTEGER NOT NULL,
        PRIMARY KEY (first_line, outcome, offers)
    ) WITHOUT ROWID;
    CREATE TABLE supplier (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
    BEGIN;
"""

_COUNTS = "SELECT outcome, offers, sum(lines) FROM line_count GROUP BY outcome, offers"

_BLOCKS = """
    WITH chosen AS (
        SELECT first_line, sum(lines) AS lines, sum(sum(lines)) OVER (ORDER BY first_line) AS until
        FROM line_count
        WHERE (outcome, offers) IN (
            SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:kinds)
        )
        GROUP BY first_line
    )
    SELECT until - lines, first_line, content
    FROM chosen JOIN block USING (first_line)
    WHERE until > :start AND until - lines < :stop
    ORDER BY first_line
"""
"""The blocks that have the chosen lines from `start` to `stop`, each after so many chosen ones."""

_ISAL_ERROR = cast(type[Exception], IsalError)  # the package's types take it for an instance
DAMAGE = (sqlite3.Error, _ISAL_ERROR, ArithmeticError, LookupError, TypeError, ValueError)
"""What reading anything but a whole file of lines may raise."""


class DamagedFileError(Exception):
    """The file is no file of lines, or not a whole one."""


@contextmanager
def keep_lines(path: Path | None) -> Iterator[Callable[[ResultLines], None]]:
    """Keep the lines that are given, in their order, in a file at `path`, if there is one.

    The file appears when the block has ended well, whole or not at all. Raises OSError.
    """
    if path is None:
        yield lambda _lines: None
        return
    try:
        with (
            atomic_write(path) as part,
            closing(_created(part)) as database,
            ThreadPoolExecutor(1, thread_name_prefix="lines") as thread,
        ):
            writer = _Writer(database, thread)
            yield writer.add
            writer.finish()
    except sqlite3.Error as error:
        is_full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if is_full else errno.EIO, str(error)) from error


def _created(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.executescript(_SCHEMA)
    return database


class _Writer:
    """Packs and writes the lines of a batch in a thread, while the next are looked up."""

    def __init__(self, database: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        self._database = database
        self._thread = thread
        self._writing: Future[None] | None = None
        self._next_line = 1
        self._supplier_numbers: defaultdict[str, int] = defaultdict(count().__next__)

    def add(self, lines: ResultLines) -> None:
        """Write the lines, as one or more blocks. Raises what writing those before has raised."""
        self._wait()
        self._writing = self._thread.submit(self._write, lines)

    def finish(self) -> None:
        """Write what is known only now."""
        self._wait()
        suppliers = [(number, name) for name, number in self._supplier_numbers.items()]
        self._database.executemany("INSERT INTO supplier VALUES (?, ?)", suppliers)
        self._database.execute("COMMIT")

    def _write(self, lines: ResultLines) -> None:
        outcomes, offer_counts = lines.answers.outcomes, lines.answers.counts
        for start in range(0, len(lines), BLOCK):
            part = slice(start, start + BLOCK)
            content = pack(lines, part, self._supplier_numbers)
            kinds = Counter(zip(outcomes[part], offer_counts[part], strict=True))
            counts = [
                (self._next_line, outcome.value, offers, number)
                for (outcome, offers), number in kinds.items()
            ]
            self._database.execute("INSERT INTO block VALUES (?, ?)", (self._next_line, content))
            self._database.executemany("INSERT INTO line_count VALUES (?, ?, ?, ?)", counts)
            self._next_line += kinds.total()

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()


class LinesFile:
    """A file of lines, as it is when it is opened.

    Everything raises FileNotFoundError where the file is gone, DamagedFileError where it cannot be
    read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._opened() as database:
            self._counts = {Kind(*kind): int(lines) for *kind, lines in database.execute(_COUNTS)}
            if not 0 <= sum(self._counts.values()) <= sys.maxsize:
                raise ValueError("no file has so many lines")

    def count(self, takes: Callable[[Kind], bool]) -> int:
        """The number of lines whose kind is taken."""
        return sum(lines for kind, lines in self._counts.items() if takes(kind))

    def lines(self, takes: Callable[[Kind], bool], positions: range) -> list[NumberedLine]:
        """Those of the lines whose kind is taken that stand at these positions, from 0."""
        kinds = set(filter(takes, self._counts))
        bounds = {"start": positions.start, "stop": positions.stop}
        with self._opened() as database:
            suppliers = dict(database.execute("SELECT number, name FROM supplier"))
            query = {"kinds": json.dumps(list(kinds)), **bounds}
            blocks = database.execute(_BLOCKS, query).fetchall()
            lines = chain.from_iterable(
                unpack(content, first_line, kinds, suppliers)
                for _lines_before, first_line, content in blocks
            )
            skipped = positions.start - blocks[0][0] if blocks else 0
            return list(islice(lines, skipped, skipped + len(positions)))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as database:
                yield database
        except DAMAGE as error:
            if not self._path.exists():
                raise FileNotFoundError(self._path) from error
            raise DamagedFileError(self._path) from error
