"""A request file's lines, as they are to be looked up."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from crossdock.errors import UserError
from crossdock.offers.outcomes import Outcome
from crossdock.parts.articles import MIN_LIST_LENGTH, listed_articles
from crossdock.parts.keys import MAX_CACHED_LENGTH, MAX_PART_LENGTH, Part, article_key, brand_key
from crossdock.pipeline.demand import demand
from crossdock.results.places import Places
from crossdock.spreadsheets.cells import Cell, Row, as_text, is_empty
from crossdock.spreadsheets.columns import SYNONYMS, Column
from crossdock.spreadsheets.own_formats import with_formats
from crossdock.spreadsheets.reader_process import Table
from crossdock.spreadsheets.spoiled import Spoiled, spoiled
from crossdock.texts import Text
from crossdock.texts import Text as _

PART_COLUMNS = frozenset({Column.BRAND, Column.ARTICLE})
"""A request file needs these. A quantity, if there is one, is also what the line asks for."""


NUMBER = (int, float)
NO_PART = Part("", "")


@dataclass(frozen=True)
class RequestLines:
    """Some lines of a request file, as columns: each has a value for each line.

    `brands` and `articles` are as a person sees them. `parts` are to be looked up; where a line
    cannot be, there is none, and `problems` says why, by the line's place. `demands` are the pieces
    asked for, None where a line says nothing readable; None in all where there is no such column.
    """

    brands: Sequence[str]
    articles: Sequence[str]
    parts: Sequence[Part]
    problems: Mapping[int, Outcome]
    other: Sequence[Sequence[Cell]]
    demands: Sequence[float | None] | None = None


def other_headings(table: Table) -> list[str]:
    """The headings of the columns that travel to the result untouched ("" where there is none)."""
    headings = table.headings or [""] * table.width
    return [headings[index] for index in _other_columns(table)]


def read_lines(table: Table, places: Places | None = None) -> Iterator[RequestLines]:
    """The lines of an opened request file, in its order, in the batches that it is read in.

    Where they stand is noted in `places`. In tables after the first, empty rows are no lines.

    Raises UserError like Table.batches(), and where there are none.
    """
    brand, article = table.columns[Column.BRAND], table.columns[Column.ARTICLE]
    quantity = table.columns.get(Column.QUANTITY)
    others = _other_columns(table)
    codes = table.formats
    has_lines = False
    headings = [_headings(table, column) for column in (Column.BRAND, Column.ARTICLE)]
    places = places or Places()
    places.tables = table.tables
    for _sheet, first_row, rows, number in table.placed_batches():
        kept = [
            (place, row)
            for place, row in enumerate(rows, first_row)
            if not (number and is_empty(row))
        ]
        lines = [each for each in kept if not _repeats(each[1][brand], each[1][article], *headings)]
        if len(lines) < len(kept):
            table.notes.setdefault("headings_again", 0)
            table.notes["headings_again"] += len(kept) - len(lines)
        if not lines:
            continue
        places.add(number, [place for place, _row in lines])
        batch = [row for _place, row in lines]
        has_lines = True
        other = [[row[index] for index in others] for row in batch]
        yield _lines(
            [row[brand] for row in batch],
            [row[article] for row in batch],
            [with_formats(cells, codes) for cells in other] if codes else other,
            None if quantity is None else [demand(row[quantity]) for row in batch],
        )
    if not has_lines:
        raise UserError(_no_lines(table))


def _headings(table: Table, column: Column) -> frozenset[str]:
    """What a row that repeats the headings may have in a column."""
    own = {table.headings[table.columns[column]]} if table.headings else set()
    return frozenset(own | set(SYNONYMS[column]) | {name.upper() for name in SYNONYMS[column]})


def _repeats(brand: Cell, article: Cell, brands: Set[str], articles: Set[str]) -> bool:
    return article in articles and brand in brands


def asks_quantities(table: Table) -> bool:
    """Whether the file says how many pieces its lines ask for."""
    return Column.QUANTITY in table.columns


def _lines(
    brand_cells: list[Cell],
    article_cells: list[Cell],
    other: list[Row],
    demands: list[float | None] | None,
) -> RequestLines:
    brands, brand_keys = zip(*map(_brand, brand_cells), strict=True)
    articles = list(map(as_text, article_cells))
    are_numbers = [isinstance(cell, NUMBER) for cell in article_cells]
    parts = list(map(Part, brand_keys, map(article_key, articles), are_numbers))
    problems: dict[int, Outcome] = {}
    for place, line in enumerate(zip(brands, articles, parts, article_cells, strict=True)):
        if problem := _problem(*line):
            problems[place] = problem
            parts[place] = NO_PART
    return RequestLines(brands, articles, parts, problems, other, demands)


def _brand(cell: Cell) -> tuple[str, str]:
    """A brand as a person sees it, and its key."""
    # A file has few brands, and what is longer is none.
    if isinstance(cell, str) and len(cell) <= MAX_CACHED_LENGTH:
        return _kept_brand(cell)
    return _new_brand(cell)


def _new_brand(cell: Cell) -> tuple[str, str]:
    brand = as_text(cell)
    return brand, brand_key(brand)


_kept_brand = lru_cache(maxsize=65_536)(_new_brand)


def _other_columns(table: Table) -> list[int]:
    part_columns = {table.columns[column] for column in PART_COLUMNS}
    return [index for index in range(table.width) if index not in part_columns]


def _no_lines(table: Table) -> Text:
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


def _problem(brand: str, article: str, part: Part, article_cell: Cell) -> Outcome | None:
    """Why a line cannot be looked up, if so."""
    if len(brand) > MAX_PART_LENGTH or len(article) > MAX_PART_LENGTH:
        return Outcome.NOT_FOUND
    if not part.article_key:
        return Outcome.NO_ARTICLE if part.brand_key else Outcome.EMPTY
    if not part.brand_key:
        return Outcome.NO_BRAND
    match spoiled(article_cell):
        case Spoiled.DATE:
            return Outcome.ARTICLE_IS_DATE
        case Spoiled.ROUNDED:
            return Outcome.DIGITS_LOST
    if len(article) >= MIN_LIST_LENGTH and listed_articles(article):
        return Outcome.SEVERAL_ARTICLES
    return None
