"""CSV and its relatives: whatever encoding, whatever delimiter, a row at a time."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, repeat
from pathlib import Path
from typing import cast

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.csv_records import WithoutMarks, records, records_without_quotes
from crossdock.spreadsheets.encodings import BOMS, told_encoding
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import MAX_CELLS, MAX_COLUMNS, Sheet
from crossdock.spreadsheets.wrapped import APOSTROPHE, FORMULA, unwrapped

CHUNK = 64 * 1024
DELIMITERS = ";\t,|"
TELLS_DELIMITER = re.compile(r"sep=([^\"\r\n])[\r\n]", re.IGNORECASE)  # a first line for Excel
SAMPLE_RECORDS = 100
MIN_WRAPPED = 2
WRAPPED = (FORMULA.encode(), b'("', FORMULA.encode("utf-16-le"))
QUOTE = b'"'
LONGEST_MARK = max(map(len, BOMS))


def open_text(path: Path) -> list[Sheet]:
    """The file's one sheet. Raises TableError for what is no text."""
    encoding, is_sure = told_encoding(path)
    delimiter = delimiter_of(path, encoding)
    contents = _Contents(path)
    inner_delimiter = ""

    def rows() -> Iterator[Row]:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            lines = WithoutMarks(file) if contents.has_marks else file
            read = records if contents.has_quotes else records_without_quotes
            found = read(lines, delimiter)
            if inner_delimiter:
                found = (_row_in_cell(row, inner_delimiter) for row in found)
            yield from map(unwrapped, found) if contents.has_wrapped_cells else found

    if contents.has_quotes:
        inner_delimiter = _delimiter_in_cells(list(islice(rows(), SAMPLE_RECORDS)))

    def widest() -> int:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            width = None if inner_delimiter else _widest_line(file, delimiter)
        return max(map(len, rows()), default=0) if width is None else width

    unsure = "" if is_sure else encoding
    lines = contents.lines
    return [Sheet(None, lines, rows, widest=widest, unsure_encoding=unsure, is_text=True)]


def _delimiter_in_cells(sample: Sequence[Row]) -> str:
    """What parts the cells where each row as a whole is in quotation marks; "" where none is."""
    texts = [str(row[0]) for row in sample if row]
    if len(texts) < MIN_WRAPPED or any(len(row) > 1 for row in sample):
        return ""
    delimiter = _most_even("\n".join(texts))
    widths = {len(_row_in_cell([text], delimiter)) for text in texts}
    return delimiter if len(widths) == 1 and widths != {1} else ""


def _row_in_cell(row: Row, delimiter: str) -> Row:
    if len(row) != 1 or not isinstance(row[0], str):
        return row
    return cast("Row", next(csv.reader([row[0]], delimiter=delimiter), []))


def delimiter_of(path: Path, encoding: str) -> str:
    """The one that the file names, or that cuts its first lines most evenly into most columns."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(CHUNK)
    if len(sample) == CHUNK:
        sample = sample[: sample.rfind("\n") + 1] or sample
    if told := TELLS_DELIMITER.match(sample):
        return told[1]
    return _most_even(sample)


def _most_even(sample: str) -> str:
    def evenness(delimiter: str) -> float:
        lines = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        try:
            widths = [len(record) for record in islice(lines, SAMPLE_RECORDS) if record]
        except csv.Error:
            return 0
        width, times = Counter(widths).most_common(1)[0] if widths else (1, 0)
        return times / max(1, len(widths)) * (1 - 1 / width)

    return max(DELIMITERS, key=evenness)


def _widest_line(file: io.TextIOBase, delimiter: str) -> int | None:
    """How many cells its widest line has; None where the lines may not be the records, or be bad.

    A fifth of the time of parsing it all, while everybody waits for the first row.
    """
    most, rest = 0, ""
    while chunk := file.read(CHUNK):
        *lines, rest = (rest + chunk).replace("\r", "\n").split("\n")
        most = max(most, *map(str.count, (*lines, rest), repeat(delimiter)))
        if '"' in chunk or most >= MAX_COLUMNS or len(rest) >= CHUNK:
            return None
    return most + 1


class _Contents:
    """What can be told of the file's bytes before it is parsed."""

    def __init__(self, path: Path) -> None:
        self.has_wrapped_cells = self.has_marks = False
        with path.open("rb") as file:
            before = file.read(1)  # of the mark at the file's beginning, which open() takes off
            feeds, returns = before.count(b"\n"), before.count(b"\r")
            self.has_quotes = before == QUOTE
            while chunk := file.read(1024 * 1024):
                feeds += chunk.count(b"\n")
                returns += chunk.count(b"\r")
                # A single byte is found in a twentieth of the time of several.
                has_quotes, both = QUOTE in chunk, before + chunk
                self.has_quotes |= has_quotes
                self.has_wrapped_cells |= APOSTROPHE.encode() in chunk
                self.has_wrapped_cells |= has_quotes and any(mark in chunk for mark in WRAPPED)
                self.has_marks |= any(mark[:1] in both and mark in both for mark in BOMS)
                before = chunk[-LONGEST_MARK:]
        self.lines = max(feeds, returns) + 1
        """At least as many as there are records."""

        if self.lines > MAX_CELLS:
            raise TableError(ReadError.TOO_MANY_CELLS, rows=self.lines, columns=1)
