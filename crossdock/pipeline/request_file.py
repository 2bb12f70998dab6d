"""A request file's lines, as they are to be looked up."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crossdock.pipeline.keys import article_key, brand_key
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
    """The lines of an opened request file, in its order. Raises UserError like Table.rows()."""
    brand_column, article_column = table.columns[Column.BRAND], table.columns[Column.ARTICLE]
    others = _other_columns(table)
    for row in table.rows():
        number = row[article_column]
        brand, article = as_text(row[brand_column]), as_text(number)
        stored_as_number = isinstance(number, int | float)
        keys = brand_key(brand), article_key(article)
        yield RequestLine(
            brand,
            article,
            *keys,
            stored_as_number,
            _problem(*keys, number),
            [row[index] for index in others],
        )


def _other_columns(table: Table) -> list[int]:
    part_columns = {table.columns[column] for column in PART_COLUMNS}
    return [index for index in range(table.width) if index not in part_columns]


def _problem(brand_key: str, article_key: str, article: Cell) -> Outcome | None:
    if not article_key:
        return Outcome.NO_ARTICLE if brand_key else Outcome.EMPTY
    if not brand_key:
        return Outcome.NO_BRAND
    if isinstance(article, int | float) and abs(article) >= INEXACT_FROM:
        return Outcome.DIGITS_LOST
    return None
