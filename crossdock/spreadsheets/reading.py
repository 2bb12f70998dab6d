"""From a file to the messages that the child process sends: a head, batches of rows, an end."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

from crossdock.spreadsheets.cells import (
    Row,
    as_text,
    characters_in,
    characters_of_text,
    is_empty,
)
from crossdock.spreadsheets.chosen_table import chosen_table
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.file_notes import FileNotes
from crossdock.spreadsheets.fingerprint import fingerprint
from crossdock.spreadsheets.further import Part, further, height, with_room_for
from crossdock.spreadsheets.header import (
    SAMPLE_ROWS,
    Layout,
    likeliest_header,
    unknown_header,
    with_header,
    without_header,
)
from crossdock.spreadsheets.kinds import Kind, Source, kind_of
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping
from crossdock.spreadsheets.notes import is_of_old, sheet_note
from crossdock.spreadsheets.orders import ordered
from crossdock.spreadsheets.own_formats import NO_FORMATS, own_formats
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.rows import rows
from crossdock.spreadsheets.sheets import MAX_CELLS, MAX_CHARACTERS, Sheet
from crossdock.spreadsheets.unlocking import unlocked

BATCH_ROWS = 2_000
"""One query looks them up: so many that its fixed cost is small, so few that progress is seen to
move and a wish to cancel is heard within a fraction of a second."""

BATCH_CELLS = 20_000
BATCH_CHARACTERS = 500_000
HEADINGS_IN_MESSAGE = 12


def messages(
    path: Path, needed: Collection[Column], mapping: ColumnMapping = NO_MAPPING
) -> Iterator[dict[str, Any]]:
    """What the parent gets to know of the first table in the file. Raises TableError."""
    sheet, layout, parts, notes = find_tables(open_sheets(path), needed, mapping)
    first = layout
    for _, other, order in parts:
        layout = with_room_for(layout, other, order)
    if characters_in(layout.headings) > MAX_CHARACTERS:
        raise TableError(ReadError.LONG_ROW, sheet=sheet.name, row=layout.header_row)
    is_price_list, codes = Column.PRICE in needed, dict[str, int]()
    own, *others = [
        NO_FORMATS if is_price_list else own_formats(each, other, codes)
        for each, other, _order in ((sheet, first, None), *parts)
    ]
    yield {
        "fingerprint": fingerprint(first.headings, sheet.rows()),
        "formats": list(codes),
        "notes": notes.to_json(),
        "sheet": _names([sheet, *(each for each, _, _ in parts)]),
        "left": sheet.left,
        "width": layout.width,
        "headings": layout.headings,
        "header_row": layout.header_row,
        **layout.recognition.to_json(),
        "currency_notes": layout.currency_notes,
        "first_row": layout.first_row,
        "heading_cells": layout.cells if sheet.is_text else 0,
        "tables": [
            _place(each, other) for each, other in ((sheet, first), *(p[:2] for p in parts))
        ],
        "height": height(sheet, layout) + sum(height(each, other) for each, other, _order in parts),
    }
    table = rows(sheet, _as_needed(layout, needed), own)
    yield from _batches(table, sheet, layout.first_row, 0)
    for number, ((each, other, order), own) in enumerate(zip(parts, others, strict=True), 1):
        found = rows(each, _as_needed(other, needed), own)
        table = _widened((ordered(row, order) for row in found), layout.width)
        yield from _batches(table, each, other.first_row, number)
    yield {"end": True}


def _as_needed(layout: Layout, needed: Collection[Column]) -> Layout:
    """A request's prices are nobody's business: their currencies are not looked up."""
    columns = layout.columns.items()
    read = {name: i for name, i in columns if name is not Column.PRICE or name in needed}
    return replace(layout, recognition=replace(layout.recognition, columns=read))


def _names(sheets: Iterable[Sheet]) -> str | None:
    """Of the sheets that are read, each once; None in text files."""
    names = dict.fromkeys(sheet.name for sheet in sheets if sheet.name is not None)
    return ", ".join(names) if names else None


def _widened(table: Iterator[Row], width: int) -> Iterator[Row]:
    """The rows as wide as those of the first table."""
    for row in table:
        row.extend([None] * (width - len(row)))
        yield row


def _place(sheet: Sheet, layout: Layout) -> dict[str, Any]:
    """Where a table stands: its last column, from 0, is that of its last heading."""
    named = [index for index, text in enumerate(layout.headings) if text]
    last = named[-1] if named else layout.width - 1
    return {
        "sheet": sheet.name or "",
        "heading_row": layout.header_row,
        "first_row": layout.first_row,
        "last_column": sheet.left + last,
    }


def open_sheets(path: Path) -> Iterator[Sheet]:
    """The file's sheets, the visible ones first. Raises TableError."""
    try:
        yield from _sheets(path)
    except TableError as problem:
        if problem.trouble is not ReadError.PASSWORD or (content := unlocked(path)) is None:
            raise
        yield from _sheets(content)


def _sheets(source: Source) -> Iterable[Sheet]:
    """Loads no libraries but those for this kind: a process is started for each file."""
    kind = kind_of(source)
    if isinstance(source, Path) and kind is Kind.TEXT:
        from crossdock.spreadsheets.text_files import open_text

        return open_text(source)
    if isinstance(source, Path) and kind is Kind.MARKUP:
        from crossdock.spreadsheets.markup import open_markup

        return open_markup(source)
    from crossdock.spreadsheets.workbooks import open_workbook

    return open_workbook(source, kind)


class Tables(NamedTuple):
    """The first table of a file, those that are read after it, and what else there is to say."""

    sheet: Sheet
    layout: Layout
    parts: list[Part]
    notes: FileNotes


def find_tables(
    sheets: Iterable[Sheet], needed: Collection[Column], mapping: ColumnMapping = NO_MAPPING
) -> Tables:
    """The first sheet with the needed headings, else the first that looks right without any.

    Among the visible ones first: hidden ones are what the user did not mean to send. Columns that
    people have chosen are read as chosen, or the table is none; where they have said which table it
    is, no other is read.
    """
    sheets = iter(sheets)
    if mapping.where is None:
        sheet, layout, passed = _find(sheets, needed, mapping)
    else:
        sheet, layout, passed = chosen_table(sheets, needed, mapping, mapping.where)
    notes = FileNotes(encoding=sheet.unsure_encoding)
    for each, sample in passed:
        notes.leave_out(each, sample, needed)
    layout = _whole(sheet, layout)
    more = further(sheet, layout, sheets, needed, mapping, notes)
    if mapping.where is not None:  # somebody has said which table it is
        more = iter(())
    parts = list(more)
    read = [(sheet, layout), *(part[:2] for part in parts)]
    notes.tell_hidden((each, _as_needed(other, needed)) for each, other in read)
    return Tables(sheet, layout, parts, notes)


def _find(
    sheets: Iterable[Sheet], needed: Collection[Column], mapping: ColumnMapping
) -> tuple[Sheet, Layout, list[tuple[Sheet, list[Row]]]]:
    """The table, and the visible sheets before it. A price list's old ones are the last resort."""
    seen: list[tuple[Sheet, list[Row]]] = []
    for _, alike in groupby(sheets, key=lambda sheet: sheet.is_hidden):
        samples: list[tuple[Sheet, list[Row]]] = []
        old: tuple[Sheet, Layout] | None = None
        for sheet in alike:
            sample = list(islice(sheet.rows(), SAMPLE_ROWS))
            layout = with_header(sample, needed, mapping, sheet.left, sheet.hidden_columns)
            if layout and Column.PRICE in needed and is_of_old(sheet.name):
                old = old or (sheet, layout)
            elif layout:
                return sheet, layout, [] if sheet.is_hidden else samples
            samples.append((sheet, sample))
        if old:
            others = [each for each in samples if each[0] is not old[0]]
            return *old, [] if old[0].is_hidden else others
        for sheet, sample in samples:
            if layout := without_header(sample, needed, mapping, sheet.left):
                others = [each for each in samples if each[0] is not sheet]
                return sheet, layout, [] if sheet.is_hidden else others
        seen += samples
    raise _no_columns(seen, mapping)


def _whole(sheet: Sheet, layout: Layout) -> Layout:
    """With room for the widest row, however late it comes."""
    width = sheet.widest()
    if width > layout.width and width * sheet.height > MAX_CELLS:
        raise TableError(
            ReadError.TOO_MANY_CELLS, sheet=sheet.name, rows=sheet.height, columns=width
        )
    return layout.widened(width).noted((*sheet.notes, *sheet_note(sheet.name)))


def _no_columns(seen: Sequence[tuple[Sheet, list[Row]]], mapping: ColumnMapping) -> TableError:
    for sheet, sample in seen:
        header = likeliest_header(sample)
        if header is not None:
            texts = [text[:40] for cell in sample[header] if (text := as_text(cell))]
            return TableError(
                ReadError.OTHER_COLUMNS if mapping else ReadError.NO_COLUMNS,
                chosen=[str(place) for place in mapping.values()],
                sheet=sheet.name,
                row=header + 1,
                found=texts[:HEADINGS_IN_MESSAGE],
                fingerprint=likeliest(seen).fingerprint,
            )
    return TableError(ReadError.EMPTY)


class Likeliest(NamedTuple):
    """The sheet in which most rows are filled, and the row that may be its header, from 1."""

    sheet: Sheet
    header_row: int | None
    fingerprint: str


def likeliest(samples: Sequence[tuple[Sheet, Sequence[Row]]]) -> Likeliest:
    """Where somebody would look first in a file whose columns are not recognised."""
    visible = [each for each in samples if not each[0].is_hidden] or samples
    sheet, sample = max(visible, key=lambda each: sum(not is_empty(row) for row in each[1]))
    header = unknown_header(sample)
    headings = [] if header is None else [as_text(cell) for cell in sample[header]]
    row = None if header is None else header + 1
    return Likeliest(sheet, row, fingerprint(headings, sample))


def _batches(
    table: Iterator[Row], sheet: Sheet, first_row: int, table_number: int
) -> Iterator[dict[str, Any]]:
    """So many rows, cells and characters at once that both ends hold them easily."""
    batch: list[Row] = []
    cells = characters = 0
    characters_of = characters_of_text if sheet.is_text else characters_in
    for number, row in enumerate(table, first_row):
        length = characters_of(row)
        if length > MAX_CHARACTERS:
            raise TableError(ReadError.LONG_ROW, sheet=sheet.name, row=number)
        batch.append(row)
        cells += len(row)
        characters += length
        if len(batch) >= BATCH_ROWS or cells >= BATCH_CELLS or characters >= BATCH_CHARACTERS:
            yield _batch(batch, sheet, number, table_number)
            batch, cells, characters = [], 0, 0
    if batch:
        yield _batch(batch, sheet, number, table_number)


def _batch(rows: list[Row], sheet: Sheet, last_row: int, table: int) -> dict[str, Any]:
    first_row = last_row + 1 - len(rows)
    return {"rows": rows, "sheet": sheet.name, "first_row": first_row, "table": table}
