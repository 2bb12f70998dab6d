"""Number formats, merged and hidden cells of .ods, which python-calamine does not tell."""

import zipfile
from collections.abc import Callable, Sequence
from xml.parsers import expat

from crossdock.spreadsheets.kinds import ZIP_ERRORS, Source
from crossdock.spreadsheets.number_formats import (
    MAX_DIGITS,
    PLAIN,
    FormatGrid,
    FormatsByColumn,
    Matters,
    NumberFormat,
    number_format,
)
from crossdock.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS, Hidden, Merged

CONTENT, STYLES = "content.xml", "styles.xml"
CHUNK = 1024 * 1024
NUMBER_STYLES = frozenset(("number-style", "currency-style", "percentage-style"))
CELLS = frozenset(("table-cell", "covered-table-cell"))
BAD_ERRORS = (expat.ExpatError, *ZIP_ERRORS)
Attributes = dict[str, str]
OnCell = Callable[[int, int, int, int, Attributes], None]
"""Of a row and a column, how often each is repeated, and the cell's attributes."""

OnLine = Callable[[str, int, int, Attributes], None]
"""Of a row's or a column's tag, its place, how often it is repeated, and its attributes."""


def formats(source: Source, sheet: str, matters: Matters) -> FormatsByColumn:
    """Those of each column, from 0. Parts that cannot be read have plain ones."""
    grid = FormatGrid()

    def on_cell(row: int, first: int, rows: int, columns: int, cell: Attributes) -> None:
        form = styles.by_cell_style(cell.get("style-name", ""))
        if cell.get("currency"):
            form = form._replace(currency=cell["currency"])
        if not matters(form) or not cell.get("value"):
            return
        for column in range(first, min(first + columns, MAX_COLUMNS)):
            if row < MAX_ROWS:
                grid.put(row, column, form, min(rows, MAX_ROWS - row))

    try:
        with zipfile.ZipFile(source) as archive:
            styles = _Styles()
            for part in (STYLES, CONTENT):
                if part in archive.namelist():
                    styles.read(archive, part)
            if any(map(matters, styles.formats.values())) or (
                matters(PLAIN._replace(currency="?")) and _holds(archive, b":currency=")
            ):
                _read_cells(archive, sheet, on_cell)
    except BAD_ERRORS:
        return {}
    return grid.columns


def merged(source: Source, sheet: str) -> Sequence[Merged]:
    """The sheet's merged areas."""
    areas: list[Merged] = []

    def on_cell(row: int, first: int, _rows: int, _columns: int, cell: Attributes) -> None:
        height = _number(cell.get("number-rows-spanned"))
        width = _number(cell.get("number-columns-spanned"))
        if height > 1:
            areas.append(((row, first), (row + height - 1, first + width - 1)))

    try:
        with zipfile.ZipFile(source) as archive:
            if _holds(archive, b":number-rows-spanned="):
                _read_cells(archive, sheet, on_cell)
    except BAD_ERRORS:
        return ()
    return areas


def hidden(source: Source, sheet: str) -> Hidden:
    """How many of the sheet's rows are hidden, and which columns; raises BAD_ERRORS."""
    rows, columns = 0, set[int]()

    def on_line(tag: str, first: int, repeat: int, line: Attributes) -> None:
        nonlocal rows
        if line.get("visibility") in ("collapse", "filter"):
            if tag == "table-row":
                rows += repeat
            else:
                columns.update(range(first, min(first + repeat, MAX_COLUMNS)))

    with zipfile.ZipFile(source) as archive:
        if _holds(archive, b'table:visibility="'):
            _read_cells(archive, sheet, lambda *_cell: None, on_line)
    return Hidden(rows, frozenset(columns))


def _number(text: str | None) -> int:
    """A count of an attribute; 1 where there is none."""
    return min(int(text), MAX_ROWS) if text and text.isdecimal() and len(text) < 20 else 1


def _local(attributes: Attributes) -> Attributes:
    return {name.rpartition(":")[2]: value for name, value in attributes.items()}


def _holds(archive: zipfile.ZipFile, mark: bytes) -> bool:
    with archive.open(CONTENT) as part:
        before = b""
        while chunk := part.read(CHUNK):
            if mark in before + chunk:
                return True
            before = chunk[-len(mark) :]
    return False


class _Styles:
    """The number formats that cell styles have by name, their parents' where they have none."""

    def __init__(self) -> None:
        self.formats: dict[str, NumberFormat] = {}
        self._cell_styles: dict[str, tuple[str, str]] = {}
        self._name = self._code = self._positive = ""
        self._is_text = False

    def by_cell_style(self, name: str) -> NumberFormat:
        for _ in range(10):
            number_style, parent = self._cell_styles.get(name, ("", ""))
            if number_style or not parent:
                return self.formats.get(number_style, PLAIN)
            name = parent
        return PLAIN

    def read(self, archive: zipfile.ZipFile, part: str) -> None:
        """Those of one of the file's parts, which come before its tables."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        with archive.open(part) as content:
            self._is_over = False
            while not self._is_over and (chunk := content.read(CHUNK)):
                parser.Parse(chunk)

    def _start(self, tag: str, attributes: Attributes) -> None:
        tag, attributes = tag.rpartition(":")[2], _local(attributes)
        self._is_over |= tag == "spreadsheet"
        if tag in NUMBER_STYLES:
            self._name, self._code = attributes.get("name", ""), ""
        elif self._name and tag == "number":
            self._code += _digits(attributes)
        elif self._name and tag in ("currency-symbol", "text"):
            self._is_text = True
        elif self._name and tag == "map":  # what is here is for negative numbers then
            self._positive = self._positive or attributes.get("apply-style-name", "")
        elif tag == "style":
            style = attributes.get("data-style-name", ""), attributes.get("parent-style-name", "")
            self._cell_styles[attributes.get("name", "")] = style

    def _text(self, text: str) -> None:
        if self._is_text:
            self._code += text if text == "%" else '"{}"'.format(text.replace('"', ""))

    def _end(self, tag: str) -> None:
        self._is_text = False
        if tag.rpartition(":")[2] in NUMBER_STYLES:
            positive = self.formats.get(self._positive)
            self.formats[self._name] = positive or number_format(self._code)
            self._name = self._positive = ""


def _digits(attributes: Attributes) -> str:
    """What Excel has for the digits of a number style."""
    whole = "0" * min(_number(attributes.get("min-integer-digits")), MAX_DIGITS)
    places = attributes.get("decimal-places", "")
    decimals = "0" * min(int(places), MAX_DIGITS) if places.isdecimal() and len(places) < 4 else ""
    grouping = "#,##" if attributes.get("grouping") == "true" and len(whole) == 1 else ""
    return f"{grouping}{whole}.{decimals}" if decimals else f"{grouping}{whole}"


def _read_cells(
    archive: zipfile.ZipFile, sheet: str, on_cell: OnCell, on_line: OnLine | None = None
) -> None:
    """Calls `on_cell` with each cell of the sheet, `on_line` with each row and column."""
    is_here = False
    row = rows = column = depth = 0
    defaults: list[tuple[int, int, str]] = []

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal is_here, row, rows, column, depth
        tag = tag.rpartition(":")[2]
        if tag == "table":
            depth += 1
            if depth == 1:
                is_here = _local(attributes).get("name") == sheet
                row = rows = column = 0
        elif not is_here or depth > 1:
            return
        elif tag == "table-column":
            local = _local(attributes)
            repeat = _number(local.get("number-columns-repeated"))
            defaults.append((column, column + repeat, local.get("default-cell-style-name", "")))
            if on_line:
                on_line(tag, column, repeat, local)
            column += repeat
        elif tag == "table-row":
            local = _local(attributes)
            row += rows
            rows = _number(local.get("number-rows-repeated"))
            column = 0
            if on_line:
                on_line(tag, row, rows, local)
        elif tag in CELLS:
            local = _local(attributes)
            repeat = _number(local.get("number-columns-repeated"))
            if "style-name" not in local:
                here = (style for first, end, style in defaults if first <= column < end)
                local["style-name"] = next(here, "")
            on_cell(row, column, rows, repeat, local)
            column += repeat

    def end(tag: str) -> None:
        nonlocal depth
        depth -= tag.rpartition(":")[2] == "table"

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    with archive.open(CONTENT) as part:
        parser.ParseFile(part)
