"""Reads the lines of a result that a page shows: searched, filtered, sorted, and a page of them."""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from isal.igzip_lib import IsalError

from crossdock.results.line_blocks import NumberedLine, unpack
from crossdock.results.lines_file import BLOCK, VERSION, Kind
from crossdock.results.places import Places, Run
from crossdock.spreadsheets.sheets import TablePlace

ORDERS = {
    "line": "number",
    "outcome": "kind",
    "price": "price",
    "supplier": "(SELECT name FROM supplier WHERE supplier.number = line.supplier)",
}
"""What lines can be sorted by. Lines without a price or supplier come last, either way."""

_PAGE = "SELECT number FROM line {where} ORDER BY {order} LIMIT :limit OFFSET :start"

_BLOCKS = """
    SELECT first_line, content FROM block
    WHERE first_line IN (
        SELECT (SELECT max(first_line) FROM block WHERE first_line <= value) FROM json_each(:lines)
    )
"""

_ISAL_ERROR = cast(type[Exception], IsalError)  # the package's types take it for an instance
DAMAGE = (sqlite3.Error, _ISAL_ERROR, ArithmeticError, LookupError, TypeError, ValueError)
"""What reading anything but a whole file of lines may raise."""


class DamagedFileError(Exception):
    """The file is no file of lines, or not a whole one."""


class OldFileError(Exception):
    """The file was made by an earlier version of the product, and has less in it."""


@dataclass(frozen=True)
class LinesQuery:
    """Which lines are wanted: those of the kinds taken, with `search` in the part's key.

    `search` is what `search_key` makes; `supplier` is the name of the one with the best price.
    `order` is one of ORDERS, with a minus before it where the largest come first.
    """

    takes: Callable[[Kind], bool]
    search: str = ""
    supplier: str | None = None
    order: str = "line"

    @property
    def conditions(self) -> list[str]:
        """What the statements ask of a line apart from its kind; parameters have our names."""
        conditions = []
        if self.search:
            conditions.append("instr(search, :search) > 0")
        if self.supplier is not None:
            conditions.append("supplier IN (SELECT number FROM supplier WHERE name = :supplier)")
        return conditions

    @property
    def sql_order(self) -> str:
        """How the statements sort."""
        column = ORDERS[self.order.removeprefix("-")]
        direction = "DESC" if self.order.startswith("-") else "ASC"
        if column == "number":
            return f"number {direction}"  # the table's own order, without sorting
        return f"{column} {direction} NULLS LAST, number {direction}"


class LinesFile:
    """A file of lines, as it is when it is opened.

    Everything raises FileNotFoundError where the file is gone, OldFileError where it was made by an
    earlier version, DamagedFileError where it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._opened() as database:
            rows = database.execute("SELECT number, outcome, offers, is_short, lines FROM kind")
            kinds = [(number, Kind(*kind), int(lines)) for number, *kind, lines in rows]
            if not 0 <= sum(lines for *_, lines in kinds) <= sys.maxsize:
                raise ValueError("no file has so many lines")
        self._kinds: dict[int, Kind] = {number: kind for number, kind, _lines in kinds}
        self._counts = {kind: lines for _number, kind, lines in kinds}

    @property
    def total(self) -> int:
        """The number of all lines."""
        return sum(self._counts.values())

    def counts(self, query: LinesQuery) -> Mapping[Kind, int]:
        """The number of lines by kind, also of the kinds that are not wanted."""
        if not query.conditions:
            return self._counts
        statement = f"SELECT kind, count(*) FROM line {_where(query.conditions)} GROUP BY kind"
        with self._opened() as database:
            rows = database.execute(statement, _parameters(query))
            return {self._kinds[number]: lines for number, lines in rows}

    def count(self, query: LinesQuery) -> int:
        """The number of lines wanted."""
        return sum(lines for kind, lines in self.counts(query).items() if query.takes(kind))

    def lines(self, query: LinesQuery, positions: range) -> list[NumberedLine]:
        """Those of the lines wanted that stand at these positions, from 0."""
        kinds = [number for number, kind in self._kinds.items() if query.takes(kind)]
        conditions = query.conditions
        if len(kinds) < len(self._kinds):
            conditions.append(f"kind IN ({', '.join(map(str, kinds))})")
        statement = _PAGE.format(where=_where(conditions), order=query.sql_order)
        bounds = {"start": positions.start, "limit": len(positions)}
        with self._opened() as database:
            suppliers = dict(database.execute("SELECT number, name FROM supplier"))
            rows = database.execute(statement, _parameters(query) | bounds)
            numbers = [number for (number,) in rows]
            blocks = database.execute(_BLOCKS, {"lines": json.dumps(numbers)})
            lines = {
                line.number: line
                for first_line, content in blocks
                for line in unpack(content, first_line, set(numbers), suppliers)
            }
            return [lines[number] for number in numbers]

    def suppliers(self) -> list[str]:
        """The suppliers that have offers for any line, by name."""
        with self._opened() as database:
            return sorted(name for (name,) in database.execute("SELECT name FROM supplier"))

    def places(self) -> Places:
        """Where the lines stand in the request file; nowhere in files that do not tell."""
        with self._opened() as database:
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'run'").fetchone():
                return Places()
            tables = "SELECT sheet, heading_row, first_row, last_column FROM place ORDER BY number"
            runs = "SELECT first_line, place, first_row FROM run ORDER BY first_line"
            return Places(
                [TablePlace(*row) for row in database.execute(tables)],
                [Run(*row) for row in database.execute(runs)],
            )

    def every_line(self, first: int = 1) -> Iterator[NumberedLine]:
        """All lines from this number on, in their order."""
        with self._opened() as database:
            suppliers = dict(database.execute("SELECT number, name FROM supplier"))
            blocks = (
                "SELECT first_line, content FROM block WHERE first_line > ? ORDER BY first_line"
            )
            for first_line, content in database.execute(blocks, (first - BLOCK,)):
                numbers = range(max(first, first_line), first_line + BLOCK)
                yield from unpack(content, first_line, numbers, suppliers)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as database:
                (version,) = database.execute("PRAGMA user_version").fetchone()
                if version < VERSION and database.execute("SELECT 1 FROM block LIMIT 1"):
                    raise OldFileError(self._path)
                yield database
        except DAMAGE as error:
            if not self._path.exists():
                raise FileNotFoundError(self._path) from error
            raise DamagedFileError(self._path) from error


def _where(conditions: Sequence[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _parameters(query: LinesQuery) -> dict[str, Any]:
    return {"search": query.search, "supplier": query.supplier}
