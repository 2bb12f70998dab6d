"""Tables in web pages, and XML Spreadsheet 2003: what programs name .xls without being one."""

import datetime
import re
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from xml.parsers import expat

from crossdock.spreadsheets.cells import Cell, Row
from crossdock.spreadsheets.encodings import encoding_of
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Merged, Sheet
from crossdock.spreadsheets.wrapped import unwrapped_if_needed

CHUNK = 64 * 1024
HEAD = 4_096
MAX_PENDING = 1_000_000  # characters of a tag or comment that does not end
MAX_BELOW = 1_000_000  # places that cells of rows above take
CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
WORKBOOK_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
CELLS = frozenset(("td", "th"))
UNSEEN = frozenset(("style", "script", "head", "title"))
BREAKS = frozenset(("br", "p", "div", "li"))


class _Table:
    """Rows that grow; no more than a sheet may have."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name
        self.rows: list[Row] = []
        self.areas: list[Merged] = []
        self._cells = 0

    def put(self, row: int, column: int, cell: Cell) -> None:
        """A cell at a place, from 0. Raises TableError for one that is too far away."""
        rows, width = max(len(self.rows), row + 1), column + 1
        if row < len(self.rows):
            width -= len(self.rows[row])
        self._cells += max(0, width)
        if row >= MAX_ROWS or column >= MAX_COLUMNS or self._cells > MAX_CELLS:
            raise TableError(ReadError.TOO_MANY_CELLS, rows=rows, columns=column + 1)
        self.rows.extend([] for _ in range(rows - len(self.rows)))
        self.rows[row].extend([None] * (column + 1 - len(self.rows[row])))
        self.rows[row][column] = cell

    def sheet(self) -> Sheet:
        """What has been put into it."""
        return Sheet(
            name=self.name,
            height=len(self.rows),
            rows=self._copies,
            merged=lambda: self.areas,
            widest=lambda: max(map(len, self.rows), default=0),
        )

    def _copies(self) -> Iterator[Row]:
        return unwrapped_if_needed(map(list[Cell], self.rows))


def open_web_page(path: Path) -> list[Sheet]:
    """The tables that are not in others. Raises TableError for a page without any."""
    parser = _Page()
    for text in _pieces(path):
        parser.feed(text)
        if len(parser.rawdata) > MAX_PENDING:
            raise TableError(ReadError.MARKUP)
    parser.end()
    sheets = [table.sheet() for table in parser.tables if table.rows]
    if not sheets:
        raise TableError(ReadError.MARKUP)
    return sheets


def _pieces(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        told = CHARSET.search(file.read(HEAD))
    try:
        encoding = told[1].decode() if told and not _has_mark(path) else encoding_of(path)
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
        self.tables: list[_Table] = []
        self._depth = self._row = self._column = 0
        self._text: list[str] | None = None
        self._unseen = ""
        self._below: dict[tuple[int, int], bool] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, one of its rows or cells."""
        if tag in UNSEEN:
            self._unseen = tag
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Table())
                self._row, self._column = -1, 0
                self._below = {}
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._row, self._column = self._row + 1, 0
        elif self._depth == 1 and tag in CELLS and self._row >= 0:
            self._end_cell()
            self._begin_cell(dict(attrs))
        elif tag in BREAKS and self._text:
            self._text.append("\n")

    def end(self) -> None:
        """The page is over, whatever it has left open."""
        self.feed("<p>")  # what is before it is complete; close() would look for ends once more
        self._end_cell()

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        while self._below.pop((self._row, self._column), False):
            self._column += 1
        height, width = (_count(attributes.get(name)) for name in ("rowspan", "colspan"))
        self._text = []
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

    def _end_cell(self) -> None:
        if self._text is not None:
            self.tables[-1].put(*self._place, "".join(self._text).strip())
        self._text = None

    def handle_endtag(self, tag: str) -> None:
        """Ends of tables and cells; many pages leave them out."""
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
        if self._text is not None and not self._unseen:
            self._text.append(data)


def _count(text: str | None) -> int:
    """How many rows or columns a cell takes, within reason."""
    return max(1, min(int(text), 1_000)) if text and text.isdecimal() and len(text) < 10 else 1


def is_workbook_2003(path: Path) -> bool:
    """Whether the XML is Excel's of 2003."""
    with path.open("rb") as file:
        return WORKBOOK_2003 in file.read(CHUNK).replace(b"\0", b"")


def open_workbook_2003(path: Path) -> list[Sheet]:
    """The worksheets of XML Spreadsheet 2003. Raises TableError where the XML is damaged."""
    book = _Book()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = book.start
    parser.EndElementHandler = book.end
    parser.CharacterDataHandler = book.text
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        raise TableError(ReadError.DAMAGED) from error
    return [table.sheet() for table in book.tables]


class _Book:
    """Collects the cells of XML Spreadsheet 2003."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._row = self._column = -1
        self._next = -1
        self._kind = ""
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A worksheet, a row, a cell or what is in it."""
        tag = tag.rpartition(" ")[2]
        local = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        if tag == "Worksheet":
            self.tables.append(_Table(local.get("Name")))
            self._row = -1
        elif tag == "Row":
            self._row = _place(local, self._row)
            self._column = -1
        elif tag == "Cell" and self.tables:
            self._column = _place(local, self._column)
            across, down = (_more(local.get(f"Merge{way}")) for way in ("Across", "Down"))
            end = self._row + down, self._column + across
            if down:
                self.tables[-1].areas.append(((self._row, self._column), end))
            self._next = end[1]
        elif tag == "Data":
            self._kind = local.get("Type", "")
            self._text = []

    def text(self, text: str) -> None:
        """A part of a cell's text."""
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """A cell is complete, or one that is merged with others to the right."""
        tag = tag.rpartition(" ")[2]
        if tag == "Data" and self._text is not None and self.tables:
            cell = _cell(self._kind, "".join(self._text))
            self.tables[-1].put(self._row, self._column, cell)
            self._text = None
        elif tag == "Cell":
            self._column = self._next


def _place(attributes: dict[str, str], before: int) -> int:
    """From 0; the one after the last unless the file says so."""
    index = attributes.get("Index", "")
    return int(index) - 1 if index.isdecimal() and 0 < len(index) < 10 else before + 1


def _more(text: str | None) -> int:
    """How many more rows or columns a merged cell takes."""
    return min(int(text), MAX_ROWS) if text and text.isdecimal() and len(text) < 10 else 0


def _cell(kind: str, text: str) -> Cell:
    if kind == "Boolean":
        return text == "1"
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "DateTime":
        return _moment(text)
    return text


def _moment(text: str) -> Cell:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.date() if moment.time() == datetime.time() else moment


def open_markup(path: Path) -> list[Sheet]:
    """The tables of a web page or of XML Spreadsheet 2003. Raises TableError."""
    return open_workbook_2003(path) if is_workbook_2003(path) else open_web_page(path)
