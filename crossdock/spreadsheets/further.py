"""Tables after the first of a file: on other sheets, or beside it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.columns import Column, match, normalised
from crossdock.spreadsheets.currencies import currencies_in
from crossdock.spreadsheets.file_notes import FileNotes
from crossdock.spreadsheets.header import SAMPLE_ROWS, Layout, with_header
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.spreadsheets.notes import is_of_old, sheet_note
from crossdock.spreadsheets.number_formats import Formats, Matters
from crossdock.spreadsheets.orders import Order, order_of
from crossdock.spreadsheets.problems import TableError
from crossdock.spreadsheets.request_headings import suffices
from crossdock.spreadsheets.roles import Role, role_of
from crossdock.spreadsheets.sheets import Sheet

Part = tuple[Sheet, Layout, Order]


def further(
    sheet: Sheet,
    layout: Layout,
    rest: Iterable[Sheet],
    needed: Collection[Column],
    mapping: ColumnMapping,
    notes: FileNotes,
) -> Iterator[Part]:
    """The tables beside the first one with the same headings, and on the visible sheets after it.

    Those of a price list need the same headings for what is read, and the same currency: another
    price is not the same as the price that was recognised. A request's lines are lines whatever
    they are called. The sheets that are left out, though they may be tables, are put into `notes`.
    """
    has_headings = bool(layout.headings) and suffices(layout.columns, needed)
    if not layout.columns.keys() >= set(needed):
        needed = {Column.PART}
    sheets = (candidate for candidate in rest if not candidate.is_hidden and not sheet.is_hidden)
    beside = _beside(sheet, layout, needed, mapping) if has_headings else ()
    for candidate in chain(beside, _readable(sheets, notes)):
        sample = list(islice(candidate.rows(), SAMPLE_ROWS))
        other = _table(candidate, sample, needed, mapping) if has_headings else None
        is_price_list = Column.PRICE in needed
        if is_price_list and other and is_of_old(candidate.name):
            other = None
        if other and (not is_price_list or _is_same_list(layout, other, needed)):
            order = order_of(layout.headings, layout.columns, other.headings, other.columns)
            notes.read.append((candidate.name or "", height(candidate, other)))
            yield candidate, other, order
        else:
            notes.leave_out(candidate, sample, needed)


def _readable(sheets: Iterator[Sheet], notes: FileNotes) -> Iterator[Sheet]:
    """The sheets up to one that is damaged: the library stops there."""
    try:
        yield from sheets
    except TableError as problem:
        notes.unreadable.append(str(problem.details.get("sheet", "")))


def height(sheet: Sheet, layout: Layout) -> int:
    """How many rows a table has at most."""
    return max(0, sheet.height - layout.first_row + 1)


def with_room_for(layout: Layout, other: Layout, order: Order) -> Layout:
    """The first table with the further one's other columns, and their headings."""
    layout = layout.widened(len(order))
    headings = list(layout.headings)
    for index, place in enumerate(order):
        if place is not None and place < len(other.headings):
            headings[index] = headings[index] or other.headings[place]
    return replace(layout, headings=headings)


def _table(
    sheet: Sheet, sample: Sequence[Row], needed: Collection[Column], mapping: ColumnMapping
) -> Layout | None:
    try:
        layout = with_header(sample, needed, mapping, sheet.left, sheet.hidden_columns)
    except TableError:  # a column that somebody has named is not here
        return None
    is_one = layout and layout.columns.keys() >= set(needed)
    return layout.noted(sheet_note(sheet.name)) if layout and is_one else None


def _is_same_list(layout: Layout, other: Layout, needed: Collection[Column]) -> bool:
    return _what_is_read(layout, needed) == _what_is_read(other, needed)


def _what_is_read(
    layout: Layout, needed: Collection[Column]
) -> tuple[dict[Column, tuple[str, Role]], set[str], set[str]]:
    """What the columns are called and are, further stores, and the currencies of the prices."""
    headings = list(map(normalised, layout.headings))
    price = layout.columns.get(Column.PRICE)
    notes = (*layout.currency_notes, "" if price is None else layout.headings[price])
    return (
        {
            column: (headings[index], role_of(column, layout.headings[index]))
            for column, index in layout.columns.items()
            if column in needed or column is Column.CURRENCY
        },
        {headings[index] for index in layout.recognition.stores},
        {code for note in notes for code in currencies_in(note)},
    )


def _beside(
    sheet: Sheet, layout: Layout, needed: Collection[Column], mapping: ColumnMapping
) -> Iterator[Sheet]:
    """What is to the right of the table and is one itself, and so on."""
    while True:
        sample = list(islice(sheet.rows(), SAMPLE_ROWS))
        start = _same_headings(layout, needed)
        is_sure = start is not None
        start = _after_gap(sample, layout, needed) if start is None else start
        if start is None:
            return
        sheet = _from_column(sheet, start)
        other = _table(sheet, [row[start:] for row in sample], needed, mapping)
        if other is None or not (is_sure or _is_named_in_full(other, needed)):
            return
        yield sheet
        layout = other


def _same_headings(layout: Layout, needed: Collection[Column]) -> int | None:
    """The column from where all the needed headings come once more."""
    texts = [text.casefold() for text in layout.headings]
    after = max(layout.columns[column] for column in needed)
    starts = []
    for column in needed:
        text = texts[layout.columns[column]]
        if not text or text not in texts[after + 1 :]:
            return None
        starts.append(texts.index(text, after + 1))
    return min(starts)


def _after_gap(sample: Sequence[Row], layout: Layout, needed: Collection[Column]) -> int | None:
    """The column behind the first one that is empty, to the right of the table."""
    after = max(layout.columns[column] for column in needed)
    filled = {index for row in sample for index, cell in enumerate(row) if as_text(cell)}
    right = sorted(index for index in filled if index > after)
    return next((index for index in right if index - 1 not in filled), None)


def _is_named_in_full(layout: Layout, needed: Collection[Column]) -> bool:
    """«Бренд замены» is a column of the first table."""
    matches = [match(layout.headings[layout.columns[column]]) for column in needed]
    return all(synonym and not synonym[1] for synonym in matches)


def _from_column(sheet: Sheet, start: int) -> Sheet:
    def rows() -> Iterator[Row]:
        return (row[start:] for row in sheet.rows())

    def formats(column: int, matters: Matters) -> Formats:
        return sheet.formats(start + column, matters)

    return replace(sheet, rows=rows, formats=formats, left=sheet.left + start)
