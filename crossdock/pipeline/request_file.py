"""A request file's lines, as they are to be looked up."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from crossdock.errors import UserError
from crossdock.pipeline.keys import LONGEST_KEPT, LONGEST_TEXT, Part, article_key, brand_key
from crossdock.pipeline.outcomes import Outcome
from crossdock.spreadsheets.cells import INEXACT_FROM, Cell, as_text
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.sandbox import Table

PART_COLUMNS = frozenset({Column.BRAND, Column.ARTICLE})
"""A request file needs these; a quantity, if there is one, travels with its other columns."""


NUMBER = (int, float)
NO_PART = Part("", "")


class RequestLine(NamedTuple):
    """One line of a request file.

    `brand` and `article` are as a person sees them. `problem` says why the line cannot be looked
    up, if so. `stored_as_number`: the article's leading zeros, if it had any, are gone.
    """

    brand: str
    article: str
    part: Part
    stored_as_number: bool
    problem: Outcome | None
    other: Sequence[Cell]


def other_headings(table: Table) -> list[str]:
    """The headings of the columns that travel to the result untouched ("" where there is none)."""
    headings = table.headings or [""] * table.width
    return [headings[index] for index in _other_columns(table)]


def read_lines(table: Table) -> Iterator[list[RequestLine]]:
    """The lines of an opened request file, in its order, in the batches that it is read in.

    Raises UserError like Table.batches(), and where there are none.
    """
    brand, article = table.columns[Column.BRAND], table.columns[Column.ARTICLE]
    others = _other_columns(table)
    is_empty = True
    for batch in table.batches():
        is_empty = False
        yield [_line(row[brand], row[article], [row[index] for index in others]) for row in batch]
    if is_empty:
        raise UserError(_no_lines(table))


def _line(brand_cell: Cell, article_cell: Cell, other: Sequence[Cell]) -> RequestLine:
    brand, its_key = _brand(brand_cell) if type(brand_cell) is str else _brand(as_text(brand_cell))
    article = as_text(article_cell)
    if len(brand) > LONGEST_TEXT or len(article) > LONGEST_TEXT:
        return RequestLine(brand, article, NO_PART, False, Outcome.NOT_FOUND, other)
    part = Part(its_key, article_key(article))
    stored_as_number = isinstance(article_cell, NUMBER)
    problem = _problem(part, article_cell)
    return RequestLine(brand, article, part, stored_as_number, problem, other)


def _brand(cell: str) -> tuple[str, str]:
    """A brand as a person sees it, and its key."""
    # A file has few brands, and what is longer is none.
    return _kept_brand(cell) if len(cell) <= LONGEST_KEPT else _new_brand(cell)


def _new_brand(cell: str) -> tuple[str, str]:
    brand = as_text(cell)
    return brand, brand_key(brand)


_kept_brand = lru_cache(maxsize=65_536)(_new_brand)


def _other_columns(table: Table) -> list[int]:
    part_columns = {table.columns[column] for column in PART_COLUMNS}
    return [index for index in range(table.width) if index not in part_columns]


def _no_lines(table: Table) -> str:
    place = _("row %s") % table.header_row
    if table.sheet is not None:
        place = _("sheet “%(sheet)s”, %(row)s") % {"sheet": table.sheet, "row": place}
    return (
        _(
            "There are no lines under the headings (%s). If formulas stand there, open the file in "
            "Excel and save it once: their values are stored then."
        )
        % place
    )


def _problem(part: Part, article: Cell) -> Outcome | None:
    if not part.article_key:
        return Outcome.NO_ARTICLE if part.brand_key else Outcome.EMPTY
    if not part.brand_key:
        return Outcome.NO_BRAND
    if isinstance(article, NUMBER) and abs(article) >= INEXACT_FROM:
        return Outcome.DIGITS_LOST
    return None
