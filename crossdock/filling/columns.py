"""Where the new columns stand in a sheet, and what stands in their way."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from crossdock.filling.areas import Area
from crossdock.filling.messages import FillError, FillProblem
from crossdock.filling.package import UnusualPackage
from crossdock.filling.sheet_facts import SheetFacts
from crossdock.spreadsheets.sheets import MAX_COLUMNS, TablePlace


class Shown(IntEnum):
    """How a column's numbers are shown: built-in number formats (ECMA-376, part 1, 18.8.30)."""

    AS_IS = 0
    MONEY = 4
    DAY = 14


@dataclass(frozen=True)
class NewColumn:
    """A column to be filled: `index`, from 0, or None for the first free one."""

    heading: str
    shown: Shown = Shown.AS_IS
    index: int | None = None


class TablePart:
    """A named table of a sheet, as its part describes it. Raises ET.ParseError, UnusualPackage."""

    def __init__(self, content: bytes) -> None:
        root = ET.fromstring(content)  # noqa: S314 - expat limits entities
        area = Area.parse(root.get("ref", ""))
        if area is None:
            raise UnusualPackage
        self.area = area
        self.names = [
            column.get("name", "") for column in root.findall("{*}tableColumns/{*}tableColumn")
        ]
        self.has_headings = root.get("headerRowCount", "1") == "1"
        self.is_plain = root.get("tableType", "worksheet") == "worksheet"


def places_of(
    columns: Sequence[NewColumn],
    place: TablePlace,
    facts: SheetFacts,
    tables: Sequence[Area],
    *,
    overwrite: bool,
) -> tuple[int, ...]:
    """The index of each of the columns, from 0.

    Columns without one of their own go to the first place right of the table where all have room
    side by side. Raises FillError where there is none, or something would be damaged.
    """
    if facts.is_protected:
        raise FillError(FillProblem.PROTECTED, sheet=place.sheet)
    rows = range(place.heading_row or place.first_row, facts.last_row + 1)
    indexes_named = {column.index for column in columns if column.index is not None}
    stops = [(FillProblem.MERGED, facts.merged), (FillProblem.SPILLS, facts.spills)]
    if overwrite:
        stops.append((FillProblem.SPILLS, facts.shared))
    for problem, areas in stops:
        for area in areas:
            if any(area.touches(range(index, index + 1), rows) for index in indexes_named):
                raise FillError(problem, sheet=place.sheet, cells=area)
    barred = facts.occupied | facts.hidden | indexes_named
    for area in (*facts.merged, *facts.spills, *tables):
        if area.touches(range(MAX_COLUMNS), rows):
            barred.update(range(area.first_column, area.last_column + 1))
    start, count = place.last_column + 1, len(columns) - len(indexes_named)
    edges = [start - 1, *sorted(column for column in barred if column >= start), MAX_COLUMNS]
    free = next((edge + 1 for edge, right in pairwise(edges) if right - edge > count), None)
    if free is None or any(index >= MAX_COLUMNS for index in indexes_named):
        raise FillError(FillProblem.NO_ROOM, sheet=place.sheet)
    indexes = iter(range(free, free + count))
    return tuple(next(indexes) if column.index is None else column.index for column in columns)


def last_beside(last_column: int, new_columns: Mapping[int, int]) -> int:
    """The last of the new columns that follow a column without a gap, or that column."""
    while last_column + 1 in new_columns:
        last_column += 1
    return last_column


def unlike(heading: str, headings: set[str]) -> str:
    """The heading, with a number behind it where there is one like it; `taken` are casefolded."""
    name, number = heading, 1
    while name.casefold() in headings:
        number += 1
        name = f"{heading} {number}"
    return name
