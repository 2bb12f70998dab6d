"""CSV and its relatives: whatever encoding, whatever delimiter, a row at a time."""

import codecs
import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice, repeat
from pathlib import Path
from typing import cast

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.problems import TableError, Trouble
from crossdock.spreadsheets.sheets import MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS, Sheet

CHUNK = 64 * 1024
DELIMITERS = ";\t,|"
TELLS_DELIMITER = re.compile(r"sep=([^\"\r\n])[\r\n]", re.IGNORECASE)  # a first line for Excel
END = f"\x1a{os.urandom(16).hex()}"
"""A line after the last; only a quotation that nobody closes can make it a part of something."""
SAMPLE_RECORDS = 100
TEXT_CONTROLS = b"\t\n\v\f\r\x1a"
CONTROLS = bytes(set(range(32)) - set(TEXT_CONTROLS))
BOMS = {
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def open_text(path: Path) -> list[Sheet]:
    """The file's one sheet. Raises TableError for what is no text."""
    encoding = encoding_of(path)
    delimiter = delimiter_of(path, encoding)

    def rows() -> Iterator[Row]:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            yield from _records(file, delimiter)

    def widest() -> int:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            width = _widest_line(file, delimiter)
        return max(map(len, rows()), default=0) if width is None else width

    return [Sheet(name=None, height=_lines(path), rows=rows, widest=widest)]


def encoding_of(path: Path) -> str:
    """UTF-16 or UTF-8 by its mark or by its looks, otherwise cp1251.

    Raises TableError for what is binary.
    """
    with path.open("rb") as file:
        start = file.read(CHUNK)
        for bom, encoding in BOMS.items():
            if start.startswith(bom):
                return encoding
        if utf_16 := _utf_16_without_bom(start):
            return utf_16
        controls = len(start) - len(start.translate(None, CONTROLS))
        if controls > max(1, len(start) // 1_000):
            raise TableError(Trouble.NOT_A_SPREADSHEET)
        while start and start.isascii():
            start = file.read(CHUNK)
        # The first letters outside ASCII decide; a chunk may begin or end within a letter.
        return "utf-8" if _is_utf_8(start) else "cp1251"


def _utf_16_without_bom(start: bytes) -> str | None:
    """Digits, delimiters and line ends have their NUL on one side, always the same."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > 20 * even and odd > len(start) // 20:
        return "utf-16-le"
    if even > 20 * odd and even > len(start) // 20:
        return "utf-16-be"
    return None


def _is_utf_8(chunk: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def delimiter_of(path: Path, encoding: str) -> str:
    """The one that the file names, or that cuts its first lines most evenly into most columns."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(CHUNK)
    if len(sample) == CHUNK:
        sample = sample[: sample.rfind("\n") + 1] or sample
    if told := TELLS_DELIMITER.match(sample):
        return told[1]

    def evenness(delimiter: str) -> float:
        records = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        try:
            widths = [len(record) for record in islice(records, SAMPLE_RECORDS) if record]
        except csv.Error:
            return 0
        width, times = Counter(widths).most_common(1)[0] if widths else (1, 0)
        return times / max(1, len(widths)) * (1 - 1 / width)

    return max(DELIMITERS, key=evenness)


def _records(file: io.TextIOBase, delimiter: str) -> Iterator[Row]:
    lines = _Lines(file)
    number = 0
    try:
        records = csv.reader(lines, delimiter=delimiter)
        for number, record in enumerate(records, start=1):
            lines.begin_record()
            if len(record) > MOST_COLUMNS:
                raise TableError(Trouble.TOO_MANY_CELLS, columns=len(record), rows=number)
            if record and record[-1].endswith(END):
                if record != [END]:
                    raise TableError(Trouble.OPEN_QUOTE, row=number)
            elif number == 1 and record[:1] == ["sep="]:
                yield []
            else:
                yield cast("Row", record)
    except (csv.Error, _TooLongError) as error:  # the first: a field of over 128 kB
        trouble = Trouble.OPEN_QUOTE if lines.several else Trouble.LONG_ROW
        raise TableError(trouble, row=number + 1) from error


def _widest_line(file: io.TextIOBase, delimiter: str) -> int | None:
    """How many cells its widest line has; None where the lines may not be the records, or be bad.

    A fifth of the time of parsing it all, while everybody waits for the first row.
    """
    most, rest = 0, ""
    while chunk := file.read(CHUNK):
        *lines, rest = (rest + chunk).replace("\r", "\n").split("\n")
        most = max(most, *map(str.count, (*lines, rest), repeat(delimiter)))
        if '"' in chunk or most >= MOST_COLUMNS or len(rest) >= CHUNK:
            return None
    return most + 1


class _TooLongError(Exception):
    """A record has more characters than a row may have."""


class _Lines:
    """A file's lines and the mark of the end; no record gets more than it may have."""

    def __init__(self, file: io.TextIOBase) -> None:
        self._pieces = iter(partial(file.readline, MOST_CHARACTERS), "")
        self.begin_record()

    def begin_record(self) -> None:
        """Count anew."""
        self._characters = self._count = 0

    @property
    def several(self) -> bool:
        """Whether the record has more than one line."""
        return self._count > 1

    def __iter__(self) -> Iterator[str]:
        for piece in self._pieces:
            self._characters += len(piece)
            self._count += 1
            if self._characters >= MOST_CHARACTERS:
                raise _TooLongError
            yield piece
        yield END


def _lines(path: Path) -> int:
    """At least as many as there are records."""
    feeds = returns = 0
    with path.open("rb") as file:
        while chunk := file.read(1024 * 1024):
            feeds += chunk.count(b"\n")
            returns += chunk.count(b"\r")
    lines = max(feeds, returns) + 1
    if lines > MOST_CELLS:
        raise TableError(Trouble.TOO_MANY_CELLS, rows=lines, columns=1)
    return lines
