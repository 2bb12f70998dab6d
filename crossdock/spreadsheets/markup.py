"""Tables in web pages, and XML Spreadsheet 2003: what programs name .xls without being one."""

import re
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

from crossdock.spreadsheets.encodings import encoding_of, is_utf_8
from crossdock.spreadsheets.markup_hidden import Hidden
from crossdock.spreadsheets.markup_tables import Table
from crossdock.spreadsheets.notes import note_alone
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import Sheet
from crossdock.spreadsheets.workbooks_2003 import is_workbook_2003, open_workbook_2003

CHUNK = 64 * 1024
HEAD = 4_096
MAX_PENDING = 1_000_000  # characters of a tag or comment that does not end
MAX_BELOW = 1_000_000  # places that cells of rows above take
CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
UTF_8 = (b"utf-8", b"utf8")
CELLS = frozenset(("td", "th"))
UNSEEN = frozenset(("style", "script", "head", "title"))
JOINT = "·"
"""Between two numbers of a cell, as in 100<sup>50</sup>: they are not one, 10050."""

BREAKS = frozenset(("br", "p", "div", "li"))
LINES = BREAKS | {"table", "tr", "caption", "h1", "h2", "h3", "h4", "h5", "h6"}
MAX_LINE, MAX_NOTES = 500, 10


def open_web_page(path: Path) -> list[Sheet]:
    """The tables that are not in others. Raises TableError for a page without any."""
    parser = _Page()
    for text in _pieces(path):
        parser.feed(text)
        if len(parser.rawdata) > MAX_PENDING:
            raise TableError(ReadError.MARKUP)
    parser.end()
    for table in parser.tables:
        table.notes = tuple(parser.notes)
    sheets = [table.sheet() for table in parser.tables if table.rows]
    if not sheets:
        raise TableError(ReadError.MARKUP)
    return sheets


def _pieces(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        start = file.read(CHUNK)
    charset = CHARSET.search(start[:HEAD])
    if charset and charset[1].lower() in UTF_8 and not is_utf_8(start):
        charset = None
    try:
        encoding = charset[1].decode() if charset and not _has_mark(path) else encoding_of(path)
        with path.open(encoding=encoding, errors="replace") as page:
            yield from iter(partial(page.read, CHUNK), "")
    except LookupError as error:  # a character set that nobody knows
        raise TableError(ReadError.MARKUP) from error


def _has_mark(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) in (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb")


class _Page(HTMLParser):
    """Collects the outermost tables, with the texts of tables within in their cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._depth = self._row = self._column = 0
        self._text: list[str] | None = None
        self._unseen = self._instead = ""
        self._is_joint = False
        self._hidden = Hidden()
        self.notes: list[str] = []
        self._outside = ""
        self._below: dict[tuple[int, int], bool] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, one of its rows or cells."""
        attributes = dict(attrs)
        self._is_joint = True
        if tag in LINES:
            self._end_line()
        if not self._hidden.shows(tag, attributes):
            if tag == "tr" and self._hidden.is_new and self._depth == 1:
                self._end_cell()
                self._without_next_row()
            return
        if tag in UNSEEN:
            self._unseen = tag
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(Table())
                self._row, self._column = -1, 0
                self._below = {}
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._row, self._column = self._row + 1, 0
        elif self._depth == 1 and tag in CELLS and self._row >= 0:
            self._end_cell()
            self._begin_cell(attributes)
        elif tag == "img":
            self._instead = attributes.get("alt") or self._instead
        elif tag in BREAKS and self._text:
            self._text.append("\n")

    def end(self) -> None:
        """The page is over, whatever it has left open."""
        self.feed("<p>")  # what is before it is complete; close() would look for ends once more
        self._end_cell()
        self._end_line()

    def _end_line(self) -> None:
        """A line outside the tables may tell the currency of their prices."""
        note = note_alone([self._outside])
        if note and len(self.notes) < MAX_NOTES:
            self.notes.append(note)
        self._outside = ""

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        while self._below.pop((self._row, self._column), False):
            self._column += 1
        height, width = (_count(attributes.get(name)) for name in ("rowspan", "colspan"))
        self._text, self._instead = [], ""
        self._place = self._row, self._column
        if height > 1:
            bottom, right = self._row + height - 1, self._column + width - 1
            self.tables[-1].areas.append((self._place, (bottom, right)))
            if len(self._below) + height * width > MAX_BELOW:
                raise TableError(ReadError.DAMAGED)
            for row in range(self._row + 1, bottom + 1):
                for column in range(self._column, right + 1):
                    self._below[row, column] = True
        self._column += width

    def _without_next_row(self) -> None:
        """It is hidden: what reaches into it from above ends a row earlier."""
        hidden = self._row + 1
        self._below = {
            (row - (row > hidden), column): True for row, column in self._below if row != hidden
        }
        self.tables[-1].areas = [
            (start, (bottom - (bottom >= hidden), right))
            for start, (bottom, right) in self.tables[-1].areas
        ]

    def _end_cell(self) -> None:
        if self._text is not None:
            text = "".join(self._text).strip() or self._instead
            self.tables[-1].put(*self._place, text)
        self._text = None

    def handle_endtag(self, tag: str) -> None:
        """Ends of tables and cells; many pages leave them out."""
        self._is_joint = True
        if not self._hidden.shows_end(tag):
            return
        if tag == self._unseen:
            self._unseen = ""
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1
        elif self._depth == 1 and (tag in CELLS or tag == "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Text, which counts in cells only."""
        if self._unseen == "style":
            self._hidden.read_style(data)
        elif self._unseen or self._hidden.tag:
            return
        elif self._text is None:
            self._outside = f"{self._outside} {data}"[-MAX_LINE:]
        else:
            before = self._text[-1] if self._text else ""
            if self._is_joint and before[-1:].isdigit() and data[:1].isdigit():
                self._text.append(JOINT)
            self._text.append(data)
            self._is_joint = False


def _count(text: str | None) -> int:
    """How many rows or columns a cell takes, within reason."""
    return max(1, min(int(text), 1_000)) if text and text.isdecimal() and len(text) < 10 else 1


def open_markup(path: Path) -> list[Sheet]:
    """The tables of a web page or of XML Spreadsheet 2003. Raises TableError."""
    return open_workbook_2003(path) if is_workbook_2003(path) else open_web_page(path)
