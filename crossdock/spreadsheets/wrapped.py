"""Cells of text that programs wrap so that Excel leaves them alone: ="0986452041", '0986452041."""

import re
from collections.abc import Iterator
from itertools import chain, islice

from crossdock.spreadsheets.cells import Cell, Row

SAMPLE_ROWS = 200
FORMULA, APOSTROPHE, EQUALS = '="', "'", "="
FUNCTION = re.compile(
    r'=(?:T|Т|TEXT|ТЕКСТ|CONCATENATE|СЦЕПИТЬ)\("([^"]*(?:""[^"]*)*)"(?:[;,][^()]*)?\)'
)
"""What gives back its own text."""


def unwrapped(row: Row) -> Row:
    """The row's cells as they are meant."""
    return [_unwrapped(cell) if isinstance(cell, str) else cell for cell in row]


def unwrapped_if_needed(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, with their cells unwrapped where the first 200 have any that are wrapped."""
    sample = list(islice(rows, SAMPLE_ROWS))
    texts = (cell for row in sample for cell in row if isinstance(cell, str))
    has_wrapped = any(text.startswith((EQUALS, APOSTROPHE)) for text in texts)
    everything = chain(sample, rows)
    return map(unwrapped, everything) if has_wrapped else everything


def _unwrapped(text: str) -> Cell:
    if text.startswith(FORMULA) and text.endswith('"') and len(text) > len(FORMULA):
        return text[len(FORMULA) : -1].replace('""', '"')
    if function := FUNCTION.fullmatch(text):
        return function[1].replace('""', '"')
    if text.startswith(APOSTROPHE):
        return text[1:-1] if text.endswith(APOSTROPHE) and len(text) > 2 else text[1:]
    return text
