"""Which column of a supplier's lists is what, in words that find it in the next list too.

One value goes all the way: from the preview through the page's form, the JSON of an import and of
its supplier and the reading process, to the import and what it says of itself.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.sheets import column_letters

IGNORES_HEADINGS = "ignores_headings"


class Place(NamedTuple):
    """Where a column stands: its heading, "" where it has none, and the spreadsheet's letters."""

    heading: str
    letters: str

    def __str__(self) -> str:
        return self.heading or self.letters


class ColumnMapping(Mapping[Column, Place]):
    """The place of some columns, or of all that are needed.

    With `ignores_headings` columns are found by their letters, whatever the list's headings say.
    """

    def __init__(
        self, places: Mapping[Column, Place] | None = None, *, ignores_headings: bool = False
    ) -> None:
        self._places = dict(places or {})
        self.ignores_headings = ignores_headings

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """What `to_json` gave."""
        places = {column: Place(*stored[column]) for column in Column if column in stored}
        return cls(places, ignores_headings=IGNORES_HEADINGS in stored)

    @classmethod
    def of_indexes(
        cls, indexes: Mapping[Column, int], headings: Sequence[str], left: int, **options: bool
    ) -> Self:
        """The places of the columns with these indexes (from 0) in a table.

        `headings` may be shorter than the table; `left` is the sheet's column that rows begin at.
        """
        places = {
            column: Place(
                headings[index] if index < len(headings) else "", column_letters(left + index)
            )
            for column, index in indexes.items()
        }
        return cls(places, **options)

    def to_json(self) -> dict[str, Any]:
        """The column's heading and letters by its name, in the order of the columns."""
        stored: dict[str, Any] = {str(column): list(place) for column, place in self.items()}
        return stored | ({IGNORES_HEADINGS: True} if self.ignores_headings else {})

    def __getitem__(self, column: Column) -> Place:
        return self._places[column]

    def __iter__(self) -> Iterator[Column]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def without_heading(self, column: Column) -> "ColumnMapping":
        """The same, but for this column if it is found by its heading."""
        places = {key: place for key, place in self.items() if key != column or not place.heading}
        return ColumnMapping(places, ignores_headings=self.ignores_headings)

    def resolve(self, recognised: dict[Column, int], headings: Row, left: int) -> dict[Column, int]:
        """The columns (from 0) under these headings: as they were recognised, but for those here.

        None at all where one of these is not there, or is there more than once: a guess would read
        somebody a wrong price. `left`: the sheet's column that rows begin at.
        """
        if not self:
            return recognised
        texts = [as_text(heading).casefold() for heading in headings]
        indexes = {column: _index(place, texts, left) for column, place in self.items()}
        chosen = {column: index for column, index in indexes.items() if index is not None}
        if len(chosen) < len(indexes):
            return {}
        taken = set(chosen.values())
        rest = recognised.items()
        return {column: index for column, index in rest if index not in taken} | chosen

    def resolve_without_headings(
        self, sample: Sequence[Row], needed: Collection[Column], left: int
    ) -> dict[Column, int] | None:
        """The columns (from 0) of rows that have no headings.

        None unless all the needed ones are here by their letters, and a row has something in each.
        """
        if not self.keys() >= set(needed) or any(place.heading for place in self.values()):
            return None
        width = max(map(len, sample), default=0)
        letters = [column_letters(left + index) for index in range(width)]
        if not {place.letters for place in self.values()} <= set(letters):
            return None
        columns = {column: letters.index(place.letters) for column, place in self.items()}
        indexes = columns.values()
        filled = any(all(i < len(row) and as_text(row[i]) for i in indexes) for row in sample)
        return columns if filled else None


NO_MAPPING = ColumnMapping()


def _index(place: Place, texts: Sequence[str], left: int) -> int | None:
    alike = [index for index, text in enumerate(texts) if text == place.heading.casefold()]
    if place.heading and len(alike) == 1:
        return alike[0]
    return next((i for i in alike if column_letters(left + i) == place.letters), None)
