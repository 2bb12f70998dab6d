"""Where in a sheet the table begins, and which column is which."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import Self

from crossdock.spreadsheets import headerless
from crossdock.spreadsheets.candidates import recognise
from crossdock.spreadsheets.cells import Row, as_text, is_empty
from crossdock.spreadsheets.columns import Column, Words, match
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping
from crossdock.spreadsheets.notes import currency_notes
from crossdock.spreadsheets.recognition import Recognition
from crossdock.spreadsheets.request_headings import suffices, words_for

DIGIT = re.compile(r"\d")
NUMBERED = re.compile(r"(?<=[^\W\d_])[\s_]?\d{1,2}$")  # option_1, Price 2
HEADER_ROWS = 30
MIN_NUMBERED = 3
SAMPLE_ROWS = 230  # the header may stand in any of the first 30, and 200 show what is below it


@dataclass(frozen=True)
class Layout:
    """A table in a sheet. Rows are numbered from 1, columns from 0.

    `currency_notes` are texts around the headings that may name the currency of the prices.
    `cells` is how many the row of the headings has; 0 where there is none.
    """

    width: int
    headings: list[str]
    header_row: int | None
    recognition: Recognition
    first_row: int
    currency_notes: tuple[str, ...] = ()
    cells: int = 0

    @property
    def columns(self) -> dict[Column, int]:
        """The index of each column that is recognised or chosen."""
        return self.recognition.columns

    def noted(self, notes: tuple[str, ...]) -> Self:
        """The same table with more texts that may name the currency."""
        return replace(self, currency_notes=(*self.currency_notes, *notes))

    def widened(self, width: int) -> Self:
        """The same table with room for rows of so many cells."""
        further_columns = max(0, width - self.width)
        headings = self.headings and [*self.headings, *[""] * further_columns]
        return replace(self, width=self.width + further_columns, headings=headings)


def with_header(
    sample: Sequence[Row],
    needed: Collection[Column],
    mapping: ColumnMapping = NO_MAPPING,
    left: int = 0,
    hidden: Collection[int] = (),
) -> Layout | None:
    """The table under the first row that names all the needed columns.

    `mapping` are columns that people have chosen, `left` is the sheet's column that rows begin at,
    `hidden` are columns that nobody sees.
    """
    if mapping.ignores_headings:
        return None
    words = words_for(needed)
    for index, row in enumerate(sample[:HEADER_ROWS]):
        recognised = recognise(row, sample[index + 1 :], words, hidden)
        in_two_rows = _with_parts(row, index, sample, recognised, words, hidden)
        for headings, last, found in (*in_two_rows, (row, index, recognised)):
            recognition = mapping.resolve(found, headings, left)
            if suffices(recognition.columns, needed):
                return _under(headings, last, recognition, sample, mapping, left)
    return _with_names_in_two_rows(sample, needed, mapping, left, hidden)


def _with_parts(
    row: Row,
    index: int,
    sample: Sequence[Row],
    recognised: Recognition,
    words: Words,
    hidden: Collection[int],
) -> Iterator[tuple[Row, int, Recognition]]:
    """Where merged headings have parts in the next row: «Остаток» above «Мск» and «СПб»."""
    upper = [as_text(cell) for cell in row]
    below = sample[index + 1] if index + 1 < len(sample) else []
    if not all(isinstance(cell, str | None) for cell in below):
        return
    lower = [as_text(cell) for cell in below]
    upper += [""] * (len(lower) - len(upper))  # some formats end a row at its last cell
    named = {recognised.columns.get(column) for column in (Column.BRAND, Column.ARTICLE)}
    if Column.ARTICLE not in recognised.columns or any(
        text and index in named for index, text in enumerate(lower)
    ):
        return
    merged: list[str] = []
    for text in upper:
        merged.append(text or (merged[-1] if merged else ""))
    parts = [index for index, text in enumerate(lower) if text and index < len(upper)]
    if not any(merged[index] and not upper[index] for index in parts):
        return
    joined: Row = list(upper)
    for part in parts:
        named_above, named_here = match(merged[part], words), match(lower[part], words)
        is_other = named_above and named_here and named_above[0] is not named_here[0]
        joined[part] = lower[part] if is_other else f"{merged[part]} {lower[part]}".strip()
    yield joined, index + 1, recognise(joined, sample[index + 2 :], words, hidden)


def _with_names_in_two_rows(
    sample: Sequence[Row],
    needed: Collection[Column],
    mapping: ColumnMapping,
    left: int,
    hidden: Collection[int],
) -> Layout | None:
    """Where merged cells put some names in one row and the rest in the next."""
    for index, (upper, lower) in enumerate(pairwise(sample[:HEADER_ROWS])):
        joined = [below if as_text(below) else above for above, below in zip_longest(upper, lower)]
        recognised = recognise(joined, sample[index + 2 :], words_for(needed), hidden)
        recognition = mapping.resolve(recognised, joined, left)
        if suffices(recognition.columns, needed):
            return _under(joined, index + 1, recognition, sample, mapping, left)
    return None


def _under(
    headings: Row,
    index: int,
    recognition: Recognition,
    sample: Sequence[Row],
    mapping: ColumnMapping,
    left: int,
) -> Layout:
    width = _width(sample)
    texts = [as_text(cell) for cell in headings] + [""] * (width - len(headings))
    below = sample[index + 1] if index + 1 < len(sample) else []
    are_numbered = _are_column_numbers(below, sum(map(bool, texts)))
    recognition = mapping.with_names(recognition, texts, width, left)
    return Layout(
        width=width,
        headings=texts,
        header_row=index + 1,
        recognition=recognition,
        first_row=index + 2 + are_numbered,
        cells=len(headings),
        currency_notes=currency_notes(recognition.columns.get(Column.PRICE), index, sample),
    )


def _are_column_numbers(row: Row, columns: int) -> bool:
    """Whether its cells are 1, 2, 3, …, as forms have under their headings."""
    texts = [text for cell in row if (text := as_text(cell))]
    is_full = len(texts) == columns >= MIN_NUMBERED
    return is_full and texts == [str(number) for number in range(1, columns + 1)]


def _width(sample: Sequence[Row]) -> int:
    return max(map(len, sample))


def without_header(
    sample: Sequence[Row],
    needed: Collection[Column],
    mapping: ColumnMapping = NO_MAPPING,
    left: int = 0,
) -> Layout | None:
    """The table in a sheet without headings; None where its columns cannot be told.

    They are told by what they hold, or by `mapping`; a list that has got headings since columns
    were chosen is none, for they may stand in another order now.
    """
    first = next((index for index, row in enumerate(sample) if not is_empty(row)), None)
    if first is None:
        return None
    if not mapping.ignores_headings and (
        unknown_header(sample) is not None or (mapping and with_header(sample, needed))
    ):
        return None
    rows = [row for row in sample if not is_empty(row)]
    if mapping:
        recognition = mapping.resolve_without_headings(rows, needed, left)
    else:
        columns = headerless.guess(rows, needed)
        recognition = Recognition(columns, guesses=frozenset(columns)) if columns else None
    if recognition is None:
        return None
    width = _width(sample)
    return Layout(
        width=width,
        headings=[],
        header_row=None,
        recognition=mapping.with_names(recognition, [], width, left),
        first_row=first + 1,
    )


def unknown_header(sample: Sequence[Row]) -> int | None:
    """The index of a row that plainly is a header, though not all needed columns are in it."""
    for index, row in enumerate(sample[:HEADER_ROWS]):
        texts = [text for cell in row if (text := as_text(cell))]
        known = [named for text in texts if (named := match(text)) and not named[1]]
        if known and len(texts) > 1 and not any(DIGIT.search(NUMBERED.sub("", t)) for t in texts):
            return index
    return None


def likeliest_header(sample: Sequence[Row]) -> int | None:
    """The index of the row that a person would take for the header; None in an empty sheet."""
    known = unknown_header(sample)
    if known is not None:
        return known
    filled = [sum(bool(as_text(cell)) for cell in row) for row in sample[:HEADER_ROWS]]
    return filled.index(max(filled)) if any(filled) else None
