"""From a file to the messages that the child process sends: a head, batches of rows, an end."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from crossdock.spreadsheets.cells import Cell, Row, as_text, is_empty
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.header import (
    SAMPLE_ROWS,
    Layout,
    likeliest_header,
    with_header,
    without_header,
)
from crossdock.spreadsheets.kinds import Kind, kind_of
from crossdock.spreadsheets.problems import TableError, Trouble
from crossdock.spreadsheets.sheets import Sheet
from crossdock.spreadsheets.text_files import open_text
from crossdock.spreadsheets.workbooks import open_workbook

BATCH_ROWS = 1_000
BATCH_CELLS = 20_000
HEADINGS_IN_MESSAGE = 12


def messages(path: Path, needed: Collection[Column]) -> Iterator[dict[str, Any]]:
    """What the parent gets to know of the first table in the file. Raises TableError."""
    sheet, layout = find_table(path, needed)
    yield {
        "sheet": sheet.name,
        "width": layout.width,
        "headings": layout.headings,
        "header_row": layout.header_row,
        "columns": layout.columns,
        "first_row": layout.first_row,
        "height": max(0, sheet.height - layout.first_row + 1),
    }
    for batch in _batches(rows(sheet, layout)):
        yield {"rows": batch}
    yield {"end": True}


def find_table(path: Path, needed: Collection[Column]) -> tuple[Sheet, Layout]:
    """The first sheet with the needed headings, else the first that looks right without any."""
    kind = kind_of(path)
    seen: list[tuple[Sheet, list[Row]]] = []
    for sheet in open_text(path) if kind is Kind.TEXT else open_workbook(path, kind):
        sample = list(islice(sheet.rows(), SAMPLE_ROWS))
        if layout := with_header(sample, needed):
            return sheet, layout
        seen.append((sheet, sample))
    for sheet, sample in seen:
        if layout := without_header(sample, needed):
            return sheet, layout
    raise _no_columns(seen)


def _no_columns(seen: Iterable[tuple[Sheet, list[Row]]]) -> TableError:
    for sheet, sample in seen:
        header = likeliest_header(sample)
        if header is not None:
            texts = [text[:40] for cell in sample[header] if (text := as_text(cell))]
            return TableError(
                Trouble.NO_COLUMNS,
                sheet=sheet.name,
                row=header + 1,
                found=texts[:HEADINGS_IN_MESSAGE],
            )
    return TableError(Trouble.EMPTY)


def rows(sheet: Sheet, layout: Layout) -> Iterator[Row]:
    """The table's rows to the last that is not empty, none narrower than the table."""
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
        row = [None if cell == "" else cell for cell in cells]
        row.extend([None] * (layout.width - len(row)))
        if article is not None and isinstance(row[article], float | int):
            row[article] = _article(row[article], digits[index] if index < len(digits) else 0)
        yield row


def _article(number: Cell, digits: int) -> Cell:
    """A whole number as such, or as the text that its format shows."""
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if digits and isinstance(number, int) and number >= 0:
        return str(number).zfill(digits)
    return number


def _batches(table: Iterator[Row]) -> Iterator[list[Row]]:
    """At most 1,000 rows or some 20,000 cells at once: a line that both ends hold easily."""
    batch: list[Row] = []
    cells = 0
    for row in table:
        batch.append(row)
        cells += len(row)
        if len(batch) >= BATCH_ROWS or cells >= BATCH_CELLS:
            yield batch
            batch, cells = [], 0
    if batch:
        yield batch
