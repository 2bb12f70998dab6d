"""From a file to the messages that the child process sends: a head, batches of rows, an end."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from crossdock.spreadsheets.cells import (
    INEXACT_FROM,
    Cell,
    Row,
    as_text,
    characters_in,
    is_empty,
)
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.header import (
    SAMPLE_ROWS,
    Layout,
    likeliest_header,
    with_header,
    without_header,
)
from crossdock.spreadsheets.kinds import Kind, kind_of
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping
from crossdock.spreadsheets.problems import TableError, Trouble
from crossdock.spreadsheets.sheets import MOST_CELLS, MOST_CHARACTERS, Sheet
from crossdock.spreadsheets.text_files import open_text
from crossdock.spreadsheets.workbooks import open_workbook

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
    sheet, layout = find_table(path, needed, mapping)
    layout = _whole(sheet, layout)
    if characters_in(layout.headings) > MOST_CHARACTERS:
        raise TableError(Trouble.LONG_ROW, sheet=sheet.name, row=layout.header_row)
    yield {
        "sheet": sheet.name,
        "left": sheet.left,
        "width": layout.width,
        "headings": layout.headings,
        "header_row": layout.header_row,
        **layout.recognition.to_json(),
        "currency_notes": layout.currency_notes,
        "first_row": layout.first_row,
        "height": max(0, sheet.height - layout.first_row + 1),
    }
    price = layout.columns.get(Column.PRICE) if Column.PRICE in needed else None
    for batch in _batches(rows(sheet, layout, price), sheet, layout.first_row):
        yield {"rows": batch}
    yield {"end": True}


def open_sheets(path: Path) -> Iterable[Sheet]:
    """The file's sheets, the visible ones first. Raises TableError."""
    kind = kind_of(path)
    return open_text(path) if kind is Kind.TEXT else open_workbook(path, kind)


def find_table(
    path: Path, needed: Collection[Column], mapping: ColumnMapping = NO_MAPPING
) -> tuple[Sheet, Layout]:
    """The first sheet with the needed headings, else the first that looks right without any.

    Among the visible ones first: hidden ones are what the user did not mean to send. Columns that
    people have chosen are read as chosen, or the table is none.
    """
    sheets = open_sheets(path)
    seen: list[tuple[Sheet, list[Row]]] = []
    for _, alike in groupby(sheets, key=lambda sheet: sheet.is_hidden):
        samples: list[tuple[Sheet, list[Row]]] = []
        for sheet in alike:
            sample = list(islice(sheet.rows(), SAMPLE_ROWS))
            if layout := with_header(sample, needed, mapping, sheet.left):
                return sheet, layout
            samples.append((sheet, sample))
        for sheet, sample in samples:
            if layout := without_header(sample, needed, mapping, sheet.left):
                return sheet, layout
        seen += samples
    raise _no_columns(seen, mapping)


def _whole(sheet: Sheet, layout: Layout) -> Layout:
    """With room for the widest row, however late it comes."""
    width = sheet.widest()
    if width > layout.width and width * sheet.height > MOST_CELLS:
        raise TableError(Trouble.TOO_MANY_CELLS, sheet=sheet.name, rows=sheet.height, columns=width)
    return layout.widened(width)


def _no_columns(seen: Iterable[tuple[Sheet, list[Row]]], mapping: ColumnMapping) -> TableError:
    for sheet, sample in seen:
        header = likeliest_header(sample)
        if header is not None:
            texts = [text[:40] for cell in sample[header] if (text := as_text(cell))]
            return TableError(
                Trouble.OTHER_COLUMNS if mapping else Trouble.NO_COLUMNS,
                chosen=[str(place) for place in mapping.values()],
                sheet=sheet.name,
                row=header + 1,
                found=texts[:HEADINGS_IN_MESSAGE],
            )
    return TableError(Trouble.EMPTY)


def rows(sheet: Sheet, layout: Layout, price: int | None = None) -> Iterator[Row]:
    """The table's rows to the last that is not empty, none narrower than the table.

    Numbers in the column `price` whose format shows a currency become texts that name it.
    """
    currencies = () if price is None else sheet.currencies(price)
    article = layout.columns.get(Column.ARTICLE)
    digits = b"" if article is None else sheet.zeros(article)
    empty = 0
    first = layout.first_row - 1
    for index, cells in enumerate(islice(sheet.rows(), first, None), start=first):
        if is_empty(cells):
            empty += 1
            continue
        for _ in range(empty):
            yield [None] * layout.width
        empty = 0
        row = [None if cell == "" else cell for cell in cells] if "" in cells else cells
        if len(row) < layout.width:
            row.extend([None] * (layout.width - len(row)))
        if article is not None and not isinstance(row[article], str):
            row[article] = _article(row[article], digits[index] if index < len(digits) else 0)
        if price is not None and index < len(currencies) and currencies[index]:
            row[price] = _with_currency(row[price], currencies[index])
        yield row


def _with_currency(cell: Cell, code: str) -> Cell:
    # Four decimals: "1.234 USD" may be thousands.
    return f"{cell:.4f} {code}" if type(cell) in (int, float) else cell


def _article(number: Cell, digits: int) -> Cell:
    """A whole number as such, or as the text that its format shows.

    One that lost digits stays, and so does what is no number.
    """
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if digits and type(number) is int and 0 <= number < INEXACT_FROM:
        return str(number).zfill(digits)
    return number


def _batches(table: Iterator[Row], sheet: Sheet, first_row: int) -> Iterator[list[Row]]:
    """So many rows, cells and characters at once that both ends hold them easily."""
    batch: list[Row] = []
    cells = characters = 0
    for number, row in enumerate(table, first_row):
        length = characters_in(row)
        if length > MOST_CHARACTERS:
            raise TableError(Trouble.LONG_ROW, sheet=sheet.name, row=number)
        batch.append(row)
        cells += len(row)
        characters += length
        if len(batch) >= BATCH_ROWS or cells >= BATCH_CELLS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, cells, characters = [], 0, 0
    if batch:
        yield batch
