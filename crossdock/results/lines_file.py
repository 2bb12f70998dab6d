"""Writes the answered lines of a result beside it, for the page that shows them (`lines_query`).

The file is an SQLite database. Lines are stored in blocks (`line_blocks`), because a whole row for
each makes the file four times as large. The table `line` has what they are searched, filtered and
sorted by, and no more.
"""

import errno
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import chain, count, islice
from pathlib import Path
from typing import NamedTuple

from crossdock.offers.outcomes import Outcome
from crossdock.parts.keys import MAX_PART_LENGTH, article_key, brand_key
from crossdock.results.line_blocks import pack
from crossdock.results.lines import ResultLines
from crossdock.results.places import Places
from crossdock.storage.whole_files import atomic_write

VERSION = 2
"""Of the tables below. Files of earlier versions are told by it, and not read."""

BLOCK = 500
"""Lines in a block: few enough that a page of lines that are far apart is read in no time."""

ROWS = 250
"""Rows in a statement: the thread hands Python's lock on and waits for it with each statement."""

# No journal and no syncs: an unfinished file is thrown away, a finished one synced as a whole.
_SCHEMA = f"""
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA user_version = {VERSION};
    CREATE TABLE block (first_line INTEGER PRIMARY KEY, content BLOB NOT NULL);
    CREATE TABLE line (
        number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, price REAL, supplier INTEGER,
        search TEXT NOT NULL
    );
    CREATE TABLE kind (
        number INTEGER PRIMARY KEY, outcome TEXT NOT NULL, offers INTEGER NOT NULL,
        is_short INTEGER NOT NULL, lines INTEGER NOT NULL
    );
    CREATE TABLE supplier (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE place (
        number INTEGER PRIMARY KEY, sheet TEXT NOT NULL, heading_row INTEGER,
        first_row INTEGER NOT NULL, last_column INTEGER NOT NULL
    );
    CREATE TABLE run (
        first_line INTEGER PRIMARY KEY, place INTEGER NOT NULL, first_row INTEGER NOT NULL
    );
    BEGIN;
"""


class Kind(NamedTuple):
    """What lines are chosen by: the outcome's value, how many offers, and whether they lack."""

    outcome: str
    offers: int
    is_short: bool


def search_key(brand: str, article: str = "") -> str:
    """What parts are searched by: letters and digits, however they are written."""
    return brand_key(brand[:MAX_PART_LENGTH]) + article_key(article[:MAX_PART_LENGTH]).lower()


def _search_keys(lines: ResultLines) -> list[str]:
    """The lines' search keys, from what was looked up: to make keys again takes long."""
    return [
        brand_key + article_key.lower() if article_key else search_key(brand, article)
        for (brand_key, article_key, _may_lack_zeros), brand, article in zip(
            lines.parts, lines.brands, lines.articles, strict=True
        )
    ]


@contextmanager
def keep_lines(
    path: Path | None, places: Places | None = None
) -> Iterator[Callable[[ResultLines], None]]:
    """Keep the lines that are given, in their order, in a file at `path`, if there is one.

    `places` says at the end where they stand in the request file. The file appears when the block
    has ended well, whole or not at all. Raises OSError.
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
            writer.finish(places or Places())
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
        self._kind_numbers: defaultdict[tuple[Outcome, int, bool], int] = defaultdict(
            count().__next__
        )
        self._kind_counts: Counter[int] = Counter()

    def add(self, lines: ResultLines) -> None:
        """Write the lines, as one or more blocks. Raises what writing those before has raised."""
        self._wait()
        # What is short is found out before: else both threads would do so at the same time.
        self._writing = self._thread.submit(self._write, lines, lines.purchases.short)

    def finish(self, places: Places) -> None:
        """Write what is known only now."""
        self._wait()
        tables = enumerate(places.tables)
        self._database.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?)", ((i, *table) for i, table in tables)
        )
        self._database.executemany("INSERT INTO run VALUES (?, ?, ?)", places.runs)
        suppliers = [(number, name) for name, number in self._supplier_numbers.items()]
        self._database.executemany("INSERT INTO supplier VALUES (?, ?)", suppliers)
        kinds = [
            (number, outcome.value, offers, is_short, self._kind_counts[number])
            for (outcome, offers, is_short), number in self._kind_numbers.items()
        ]
        self._database.executemany("INSERT INTO kind VALUES (?, ?, ?, ?, ?)", kinds)
        self._database.execute("COMMIT")

    def _write(self, lines: ResultLines, short: Container[int]) -> None:
        first_line = self._next_line
        for start in range(0, len(lines), BLOCK):
            content = pack(lines, slice(start, start + BLOCK), self._supplier_numbers)
            block = (first_line + start, content)
            self._database.execute("INSERT INTO block VALUES (?, ?)", block)
        rows = self._rows(lines, short)
        while batch := list(islice(rows, ROWS)):
            places = ", ".join(["(?, ?, ?, ?, ?)"] * len(batch))
            values = list(chain.from_iterable(batch))
            self._database.execute(f"INSERT INTO line VALUES {places}", values)
        self._next_line += len(lines)

    def _rows(
        self, lines: ResultLines, short: Container[int]
    ) -> Iterator[tuple[int, int, float | None, int | None, str]]:
        """What each line is searched, filtered and sorted by."""
        answers, numbers = lines.answers, self._supplier_numbers
        are_short = map(short.__contains__, range(len(lines)))
        columns = (answers.outcomes, answers.counts, are_short)
        kinds = list(map(self._kind_numbers.__getitem__, zip(*columns, strict=True)))
        self._kind_counts.update(kinds)
        # There is one more start than there are lines: where the last one's offers end.
        best_offers = [
            start if offers else None
            for start, offers in zip(answers.starts, answers.counts, strict=False)
        ]
        prices = [None if offer is None else answers.prices[offer] for offer in best_offers]
        suppliers = [
            None if offer is None else numbers[answers.suppliers[offer]] for offer in best_offers
        ]
        return zip(count(self._next_line), kinds, prices, suppliers, _search_keys(lines))

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()
