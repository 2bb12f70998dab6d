"""A request file's lines, as they are to be looked up."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from crossdock.errors import UserError
from crossdock.pipeline.keys import LONGEST_TEXT, article_key, brand_key
from crossdock.pipeline.outcomes import Outcome
from crossdock.spreadsheets.cells import INEXACT_FROM, Cell, as_text
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.sandbox import Table

PART_COLUMNS = frozenset({Column.BRAND, Column.ARTICLE})
"""A request file needs these; a quantity, if there is one, travels with its other columns."""


class RequestLine(NamedTuple):
    """One line of a request file.

    `brand` and `article` are as a person sees them. `problem` says why the line cannot be looked
    up, if so. `stored_as_number`: the article's leading zeros, if it had any, are gone.
    """

    brand: str
    article: str
    brand_key: str
    article_key: str
    stored_as_number: bool
    problem: Outcome | None
    other: Sequence[Cell]


def other_headings(table: Table) -> list[str]:
    """The headings of the columns that travel to the result untouched ("" where there is none)."""
    headings = table.headings or [""] * table.width
    return [headings[index] for index in _other_columns(table)]


def read_lines(table: Table) -> Iterator[RequestLine]:
    """The lines of an opened request file, in its order.

    Raises UserError like Table.rows(), and where there are none.
    """
    brand_column, article_column = table.columns[Column.BRAND], table.columns[Column.ARTICLE]
    others = _other_columns(table)
    is_empty = True
    for row in table.rows():
        is_empty = False
        number = row[article_column]
        brand, article = as_text(row[brand_column]), as_text(number)
        stored_as_number = isinstance(number, int | float)
        other = [row[index] for index in others]
        if max(len(brand), len(article)) > LONGEST_TEXT:
            yield RequestLine(brand, article, "", "", False, Outcome.NOT_FOUND, other)
            continue
        keys = brand_key(brand), article_key(article)
        problem = _problem(*keys, number)
        yield RequestLine(brand, article, *keys, stored_as_number, problem, other)
    if is_empty:
        raise UserError(_no_lines(table))


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


def _problem(brand_key: str, article_key: str, article: Cell) -> Outcome | None:
    if not article_key:
        return Outcome.NO_ARTICLE if brand_key else Outcome.EMPTY
    if not brand_key:
        return Outcome.NO_BRAND
    if isinstance(article, int | float) and abs(article) >= INEXACT_FROM:
        return Outcome.DIGITS_LOST
    return None
