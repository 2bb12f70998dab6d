"""From a file to the messages that the child process sends: a head, batches of rows, an end."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
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
from crossdock.spreadsheets.chosen import Choices, with_choices, without_headings
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.header import (
    SAMPLE_ROWS,
    Correct,
    Layout,
    Tell,
    as_recognised,
    likeliest_header,
    with_header,
    without_header,
)
from crossdock.spreadsheets.headerless import guess
from crossdock.spreadsheets.kinds import Kind, kind_of
from crossdock.spreadsheets.merged_cells import spread
from crossdock.spreadsheets.number_formats import (
    Formats,
    Matters,
    adds_leading_zeros,
    adds_zeros,
    names_currency,
    shown_article,
    with_currency,
)
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
SPREAD = frozenset((Column.BRAND, Column.ARTICLE, Column.PRICE))
"""What a merged cell says of each of its rows; a quantity would count several times."""

NONE_CHOSEN: Choices = {}


def messages(
    path: Path, needed: Collection[Column], choices: Choices = NONE_CHOSEN
) -> Iterator[dict[str, Any]]:
    """What the parent gets to know of the first table in the file. Raises TableError."""
    sheet, layout = find_table(path, needed, choices)
    layout = _whole(sheet, layout)
    if characters_in(layout.headings) > MOST_CHARACTERS:
        raise TableError(Trouble.LONG_ROW, sheet=sheet.name, row=layout.header_row)
    yield {
        "sheet": sheet.name,
        "left": sheet.left,
        "width": layout.width,
        "headings": layout.headings,
        "header_row": layout.header_row,
        "columns": layout.columns,
        "first_row": layout.first_row,
        "height": max(0, sheet.height - layout.first_row + 1),
    }
    for batch in _batches(rows(sheet, layout), sheet, layout.first_row):
        yield {"rows": batch}
    yield {"end": True}


def open_sheets(path: Path) -> Iterable[Sheet]:
    """The file's sheets, the visible ones first. Raises TableError."""
    kind = kind_of(path)
    return open_text(path) if kind is Kind.TEXT else open_workbook(path, kind)


def find_table(
    path: Path, needed: Collection[Column], choices: Choices = NONE_CHOSEN
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
            if layout := with_header(sample, needed, _correction(sheet, choices)):
                return sheet, layout
            samples.append((sheet, sample))
        for sheet, sample in samples:
            if layout := without_header(sample, needed, _teller(sheet, choices)):
                return sheet, layout
        seen += samples
    raise _no_columns(seen, choices)


def _correction(sheet: Sheet, choices: Choices) -> Correct:
    return partial(with_choices, left=sheet.left, choices=choices) if choices else as_recognised


def _teller(sheet: Sheet, choices: Choices) -> Tell:
    def as_chosen(sample: Sequence[Row], needed: Collection[Column]) -> dict[Column, int] | None:
        # Headings where there were none: the columns may stand in another order now.
        if with_header(sample, needed):
            return None
        return without_headings(sample, needed, sheet.left, choices)

    return as_chosen if choices else guess


def _whole(sheet: Sheet, layout: Layout) -> Layout:
    """With room for the widest row, however late it comes."""
    width = sheet.widest()
    if width > layout.width and width * sheet.height > MOST_CELLS:
        raise TableError(Trouble.TOO_MANY_CELLS, sheet=sheet.name, rows=sheet.height, columns=width)
    return layout.widened(width)


def _no_columns(seen: Iterable[tuple[Sheet, list[Row]]], choices: Choices) -> TableError:
    for sheet, sample in seen:
        header = likeliest_header(sample)
        if header is not None:
            texts = [text[:40] for cell in sample[header] if (text := as_text(cell))]
            return TableError(
                Trouble.OTHER_COLUMNS if choices else Trouble.NO_COLUMNS,
                chosen=[str(choice) for choice in choices.values()],
                sheet=sheet.name,
                row=header + 1,
                found=texts[:HEADINGS_IN_MESSAGE],
            )
    return TableError(Trouble.EMPTY)


def rows(sheet: Sheet, layout: Layout) -> Iterator[Row]:
    """The table's rows to the last that is not empty, none narrower than the table.

    Articles and prices that are stored as numbers have what only their formats show: zeros, and
    the currency.
    """
    article, price = layout.columns.get(Column.ARTICLE), layout.columns.get(Column.PRICE)
    zeros = Zeros(sheet, article)
    currencies = () if price is None else sheet.formats(price, names_currency)
    empty = 0
    first = layout.first_row - 1
    for index, cells in enumerate(islice(_spread(sheet, layout), first, None), start=first):
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
            row[article] = zeros.shown(row[article], index)
        if index < len(currencies) and price is not None and currencies[index].currency:
            row[price] = _price(row[price], currencies[index].currency)
        yield row


def _spread(sheet: Sheet, layout: Layout) -> Iterator[Row]:
    """The sheet's rows with what merged cells say of parts and prices."""
    columns = [index for column, index in layout.columns.items() if column in SPREAD]
    first = layout.first_row - 1
    return spread(sheet.rows(), sheet.merged(), columns=columns, left=sheet.left, first=first)


class Zeros:
    """Shows the zeros of a column's articles; its formats are looked up when one needs them."""

    def __init__(self, sheet: Sheet, column: int | None) -> None:
        self._sheet = sheet
        self._column = column
        self._formats: dict[Matters, Formats] = {}

    def shown(self, article: Cell, row: int) -> Cell:
        """A whole number as such, or a number as the text that its format shows.

        One that lost digits stays, and so does what is no number.
        """
        if isinstance(article, float) and article.is_integer():
            article = int(article)
        if not isinstance(article, int | float) or isinstance(article, bool):
            return article
        if not 0 <= article < INEXACT_FROM:
            return article
        formats = self._of(adds_leading_zeros if type(article) is int else adds_zeros)
        return shown_article(article, formats[row]) or article if row < len(formats) else article

    def _of(self, matters: Matters) -> Formats:
        if matters not in self._formats:
            column = self._column
            self._formats[matters] = () if column is None else self._sheet.formats(column, matters)
        return self._formats[matters]


def _price(cell: Cell, currency: str) -> Cell:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return with_currency(cell, currency)
    return cell


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
