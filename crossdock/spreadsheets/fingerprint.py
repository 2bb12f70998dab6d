"""What tells the layout of a table from others, whatever the file is called."""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice

from crossdock.spreadsheets.cells import Row, as_text, is_empty
from crossdock.spreadsheets.headerless import number_of

SAMPLE = 50
"""Rows whose values tell the kinds of columns without headings."""

MAX_COLUMNS = 200
"""What is farther to the right tells nothing of the layout."""


def fingerprint(headings: Sequence[str], rows: Iterable[Row]) -> str:
    """The same text for tables of the same layout, 32 characters.

    It is made of the headings in their order, whatever their case; of a table without headings, of
    the number of its columns and the kinds of their values.
    """
    texts = [" ".join(heading.split()).casefold() for heading in headings[:MAX_COLUMNS]]
    if not any(texts):
        texts = ["", *_kinds(rows)]
    while texts and not texts[-1]:
        texts.pop()
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:32]


def _kinds(rows: Iterable[Row]) -> list[str]:
    """Of each column, what most of its values are."""
    sample = list(islice((row for row in rows if not is_empty(row)), SAMPLE))
    width = min(max(map(len, sample), default=0), MAX_COLUMNS)
    kinds = []
    for index in range(width):
        texts = [as_text(row[index]) if index < len(row) else "" for row in sample]
        of_each = [_kind(text) for text in texts if text]
        kinds.append(max(sorted(set(of_each)), key=of_each.count, default="empty"))
    return kinds


def _kind(text: str) -> str:
    if number_of(text) is not None:
        return "number"
    return "code" if any(map(str.isdigit, text)) else "words"
