"""A request file's lines, as they are to be looked up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.conf import settings

from crossdock.errors import UserError
from crossdock.offers.outcomes import Outcome
from crossdock.parts.articles import MAY_LIST, listed_articles
from crossdock.parts.keys import MAX_CACHED_LENGTH, MAX_PART_LENGTH, Part, article_key, brand_key
from crossdock.pipeline.ceilings import ceiling
from crossdock.pipeline.demand import demand
from crossdock.pipeline.request_parts import (
    PART_COLUMNS,
    PartCells,
    columns_of_parts,
    part_columns,
)
from crossdock.results.places import Places
from crossdock.results.remarks import NO_REMARK, Remark
from crossdock.spreadsheets.cells import Cell, Row, as_lines, as_text, is_empty
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.currencies import currencies_in
from crossdock.spreadsheets.own_formats import with_formats, with_its_currency, with_its_zeros
from crossdock.spreadsheets.reader_process import Table
from crossdock.spreadsheets.spoiled import Spoiled, spoiled
from crossdock.texts import Text
from crossdock.texts import Text as _

READ = PART_COLUMNS | {Column.QUANTITY, Column.CEILING, Column.CODE, Column.PART}
"""What is read of it, and travels to the result as our own columns."""

MAX_UNREAD = 40
"""Characters of a cell that could not be read."""

NUMBER = (int, float)
NO_PART = Part("", "")


@dataclass(frozen=True)
class RequestLines:
    """Some lines of a request file, as columns: each has a value for each line.

    `brands` and `articles` are as a person sees them. `parts` are to be looked up; where a line
    cannot be, there is none, and `problems` says why, by the line's place. `demands` are the pieces
    asked for, None where a line says nothing readable; None in all where there is no such column.
    `ceilings` are the most that a piece may cost, and `codes` what those who ask call their parts;
    both likewise. `remarks`, by the line's place, name what could not be read.
    """

    brands: Sequence[str]
    articles: Sequence[str]
    parts: Sequence[Part]
    problems: Mapping[int, Outcome]
    other: Sequence[Sequence[Cell]]
    demands: Sequence[float | None] | None = None
    codes: Sequence[str] | None = None
    ceilings: Sequence[float | None] | None = None
    remarks: Mapping[int, Remark] = field(default_factory=dict)


def other_headings(table: Table) -> list[str]:
    """The headings of the columns that travel to the result untouched ("" where there is none)."""
    headings = table.headings or [""] * table.width
    return [headings[index] for index in _other_columns(table)]


def read_lines(table: Table, places: Places | None = None) -> Iterator[RequestLines]:
    """The lines of an opened request file, in its order, in the batches that it is read in.

    Where they stand is noted in `places`. In tables after the first, empty rows are no lines.

    Raises UserError like Table.batches(), and where there are none.
    """
    parts = part_columns(table)
    other_columns = _other_columns(table)
    codes = table.formats
    has_lines = False
    places = places or Places()
    places.tables = table.tables
    for _sheet, first_row, rows, number in table.placed_batches():
        again = parts.headings_again(rows, first_row)
        if again:
            table.notes.setdefault("headings_again", 0)
            table.notes["headings_again"] += len(again)
        numbers: Sequence[int] = range(first_row, first_row + len(rows))
        batch = rows
        if again or number:
            lines = [
                (place, row)
                for place, row in enumerate(rows, first_row)
                if place not in again and not (number and is_empty(row))
            ]
            numbers, batch = [place for place, _row in lines], [row for _place, row in lines]
        if not batch:
            continue
        places.add(number, numbers)
        has_lines = True
        if codes:
            batch = [with_formats(row, codes) for row in batch]
        other_cells = [[row[index] for index in other_columns] for row in batch]
        if codes:
            _show(batch, table.columns)
        yield _lines(parts.read(batch), other_cells, _wishes(table, batch))
    if not has_lines:
        raise UserError(_no_lines(table))


def unsure_columns(table: Table) -> dict[str, Any]:
    """For the notes: where several columns could be meant, which they are; the first is read."""
    unsure = {
        column.value: [table.headings[index] for index in indexes]
        for column, indexes in table.recognition.doubts.items()
        if column in READ
    }
    return {"unsure_columns": unsure} if unsure else {}


def has_codes(table: Table) -> bool:
    """Whether the file says what those who ask call their parts."""
    return Column.CODE in table.columns


def asks_quantities(table: Table) -> bool:
    """Whether the file says how many pieces its lines ask for."""
    return Column.QUANTITY in table.columns


def _lines(cells: PartCells, other_cells: list[Row], wishes: "_Wishes") -> RequestLines:
    brand_cells, article_cells, unsplit = cells
    brands, brand_keys = zip(*map(_brand, brand_cells), strict=True)
    articles = list(map(as_text, article_cells))
    are_numbers = [isinstance(cell, NUMBER) for cell in article_cells]
    parts = list(map(Part, brand_keys, map(article_key, articles), are_numbers))
    checked = enumerate(map(_problem, brands, articles, parts, article_cells))
    problems = {place: problem for place, problem in checked if problem} | dict(unsplit)
    for place in problems:
        parts[place] = NO_PART
    return RequestLines(brands, articles, parts, problems, other_cells, *wishes)


def _show(rows: Sequence[Row], columns: Mapping[Column, int]) -> None:
    """Put what only formats show into the cells that are read: code 00123, $12.50."""
    for column, as_shown in ((Column.CODE, with_its_zeros), (Column.CEILING, with_its_currency)):
        if (index := columns.get(column)) is not None:
            for row in rows:
                row[index] = as_shown(row[index])


class _Wishes(NamedTuple):
    """What some lines want of their parts, as RequestLines has it."""

    demands: list[float | None] | None
    codes: list[str] | None
    ceilings: list[float | None] | None
    remarks: dict[int, Remark]


def _wishes(table: Table, rows: Sequence[Row]) -> _Wishes:
    remarks: dict[int, Remark] = {}

    def numbers(
        column: Column, of: Callable[[Cell], float | None], unit: str = ""
    ) -> list[float | None] | None:
        if (index := table.columns.get(column)) is None:
            return None
        values = [of(row[index]) for row in rows]
        for place, (row, number) in enumerate(zip(rows, values, strict=True)):
            if number is None and (text := as_text(row[index])):
                remark = remarks.get(place, NO_REMARK)
                text = f"{text[:MAX_UNREAD]} {unit}".rstrip()
                remarks[place] = remark.unread(column, text)
        return values

    demands = numbers(Column.QUANTITY, demand)
    foreign = _foreign_currency(table)
    of = (lambda _cell: None) if foreign else partial(ceiling, own_currencies=settings.CURRENCIES)
    ceilings = numbers(Column.CEILING, of, foreign)
    if ceilings is not None:
        ceilings = [number or None for number in ceilings]  # 0: no price was filled in
    code = table.columns.get(Column.CODE)
    codes = None if code is None else [as_text(row[code]) for row in rows]
    return _Wishes(demands, codes, ceilings, remarks)


def _foreign_currency(table: Table) -> str:
    """The currency that the ceiling's heading names, if it is not ours; "" if not."""
    index = table.columns.get(Column.CEILING)
    heading = "" if index is None or not table.headings else table.headings[index]
    currencies = currencies_in(heading)
    own_currencies = set(settings.CURRENCIES)
    return currencies[0] if currencies and own_currencies.isdisjoint(currencies) else ""


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
    columns_of_ours = {
        table.columns.get(column) for column in (*columns_of_parts(table), Column.CODE)
    }
    return [index for index in range(table.width) if index not in columns_of_ours]


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
    if change := spoiled(article_cell):
        return Outcome.ARTICLE_IS_DATE if change is Spoiled.DATE else Outcome.DIGITS_LOST
    if (
        isinstance(article_cell, str)
        and MAY_LIST.search(article_cell)
        and listed_articles(as_lines(article_cell))
    ):
        return Outcome.SEVERAL_ARTICLES
    return None
