"""XML Spreadsheet 2003, which programs name .xls."""

import datetime
from pathlib import Path
from xml.parsers import expat

from crossdock.spreadsheets.cells import Cell
from crossdock.spreadsheets.markup_tables import Table
from crossdock.spreadsheets.number_formats import PLAIN, NumberFormat, number_format
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS, Sheet

CHUNK = 64 * 1024
WORKBOOK_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
NAMED_FORMATS = {
    "General Number": "General",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Currency": "#,##0.00",
    "Euro Currency": "[$€-2] #,##0.00",
}
"""Those that have names; the money of "Currency" is that of whoever looks at it."""


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
    sheets = [table.sheet() for table in book.tables]
    return sorted(sheets, key=lambda sheet: sheet.is_hidden)


class _Book:
    """Collects the cells of XML Spreadsheet 2003."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self._row = self._column = -1
        self._next = -1
        self._kind = ""
        self._text: list[str] | None = None
        self._styles: dict[str, NumberFormat] = {}
        self._style = ""
        self._defaults: dict[int, str] = {}
        self._of_row = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A worksheet, a row, a cell or what is in it."""
        tag = tag.rpartition(" ")[2]
        local = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        if tag == "Style":
            self._style = local.get("ID", "")
            self._styles[self._style] = self._styles.get(local.get("Parent", "Default"), PLAIN)
        elif tag == "NumberFormat":
            code = local.get("Format", "")
            self._styles[self._style] = number_format(NAMED_FORMATS.get(code, code))
        elif tag == "Worksheet":
            self.tables.append(Table(local.get("Name")))
            self._row = self._column = -1
            self._defaults = {}
        elif tag == "Column" and self.tables:
            self._column = _place(local, self._column)
            last_column = min(self._column + _more(local.get("Span")), MAX_COLUMNS)
            for column in range(self._column, last_column + 1):
                self._defaults[column] = local.get("StyleID", "")
                if local.get("Hidden") == "1":
                    self.tables[-1].hidden_columns.add(column)
            self._column = last_column
        elif tag == "Row" and self.tables:
            self._row = _place(local, self._row)
            self._column = -1
            self._of_row = local.get("StyleID", "")
            self.tables[-1].hidden_rows += local.get("Hidden") == "1"
        elif tag == "Cell" and self.tables:
            self._column = _place(local, self._column)
            across, down = (_more(local.get(f"Merge{way}")) for way in ("Across", "Down"))
            end = self._row + down, self._column + across
            if down:
                self.tables[-1].areas.append(((self._row, self._column), end))
            self._next = end[1]
            default = self._of_row or self._defaults.get(self._column, "")
            self._style = local.get("StyleID", default)
        elif tag == "Visible":
            self._text = []
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
            form = self._styles.get(self._style, PLAIN)
            if self._kind == "Number" and form != PLAIN:
                self.tables[-1].grid.put(self._row, self._column, form)
        elif tag == "Visible" and self._text is not None and self.tables:
            self.tables[-1].is_hidden = "".join(self._text).strip().endswith("Hidden")
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
