"""Cells and headings as a worksheet can take them."""

import datetime
import math
import re
from collections.abc import Iterable, Sequence

from crossdock.spreadsheets.cells import Cell, as_text
from crossdock.spreadsheets.sheets import column_letters

MAX_TEXT = 32_767  # UTF-16 units in one cell
FIRST_YEAR = 1900  # the calendar of worksheets begins here
MAX_EXACT_INTEGER = 2**53

# XML 1.0 has no place for these, escaped or not.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text_cell(text: str) -> str | None:
    """The text without what a worksheet cannot hold; None if nothing is left.

    Characters illegal in XML are removed, line ends become single line feeds, and text of more
    than 32,767 UTF-16 units is cut.
    """
    if not text.isprintable():
        text = ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > MAX_TEXT // 2:
        text = text.encode("utf-16-le")[: 2 * MAX_TEXT].decode("utf-16-le", "ignore")
    return text or None


def part_cells(brand: str, article: str) -> tuple[str | None, str | None, str | None]:
    """The cells of a part: both together, the brand, the article."""
    name = f"{brand}|{article}"
    if name.isprintable() and len(name) <= MAX_TEXT // 2:
        return name, brand or None, article or None
    return text_cell(name), text_cell(brand), text_cell(article)


class ForeignCells:
    """Makes the request file's other cells fit to be written, column by column.

    The writer formats by column: one date in a column of numbers would turn them all into dates
    on the screen. So the first number or date of a column decides what the column holds, and
    the cells of the other kind in it are written as the text that a person sees.
    """

    def __init__(self, width: int) -> None:
        self.holds_dates: list[bool | None] = [None] * width

    def row(self, cells: Iterable[Cell]) -> list[Cell]:
        """One line's other cells, as many as the columns."""
        fit = [self.cell(index, cell) for index, cell in enumerate(cells)]
        return fit + [None] * (len(self.holds_dates) - len(fit))

    def cell(self, index: int, cell: Cell) -> Cell:
        """A cell of the column of this index."""
        if cell is None or isinstance(cell, bool):
            return cell
        if isinstance(cell, str):
            return text_cell(cell)
        if not fits_worksheet(cell):
            return None if isinstance(cell, float) else as_text(cell)
        is_date = isinstance(cell, datetime.date)
        if self.holds_dates[index] is None:
            self.holds_dates[index] = is_date
        if self.holds_dates[index] is not is_date:
            return as_text(cell)
        if isinstance(cell, datetime.date) and not isinstance(cell, datetime.datetime):
            # After a first cell without a time the writer would leave the times of all others out.
            return datetime.datetime.combine(cell, datetime.time())
        return cell


def fits_worksheet(cell: float | datetime.date) -> bool:
    """Whether a worksheet can hold the number or date without loss."""
    if isinstance(cell, datetime.date):
        return cell.year >= FIRST_YEAR
    if isinstance(cell, int):
        return abs(cell) <= MAX_EXACT_INTEGER
    return math.isfinite(cell)


def unique_headings(headings: Sequence[str], nameless: str) -> list[str]:
    """The headings, each different: a repeated one gets " (2)", " (3)" and so on.

    An empty one becomes `nameless` formatted with the letters of its column.
    """
    names: set[str] = set()
    repeats: dict[str, int] = {}
    unique = []
    for index, heading in enumerate(headings):
        text = (text_cell(heading) or "").strip() or nameless.format(column_letters(index))
        candidate, repeat = text, repeats.get(text, 1)
        while candidate in names:
            repeat += 1
            candidate = f"{text[: MAX_TEXT // 4]} ({repeat})"
        names.add(candidate)
        repeats[text] = repeat
        unique.append(candidate)
    return unique
