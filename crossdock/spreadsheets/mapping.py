"""Which column of a supplier's lists is what, in words that find it in the next list too.

One value goes all the way: from the preview through the page's form, the JSON of an import and of
its supplier and the reading process, to the import and what it says of itself.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Self

from crossdock.spreadsheets.answer_places import USUAL_PLACES, AnswerPlaces
from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.recognition import Recognition
from crossdock.spreadsheets.request_headings import suffices
from crossdock.spreadsheets.sheets import column_letters

IGNORES_HEADINGS = "ignores_headings"
STORES = "stores"
GUESSES = "guesses"
NAMES = "names"
FIXED = "fixed"
WHERE = "where"
IS_COMPLETE = "is_complete"
UNREAD = "unread"
ANSWERS = "answers"

ColumnNames = Mapping[Column, Sequence[str]]
"""Headings, whatever their case, or letters of columns; of the quantity's several are added."""

NO_NAMES: ColumnNames = {}
NOTHING_FIXED: Mapping[Column, str] = {}


class Place(NamedTuple):
    """Where a column stands: its heading, "" where it has none, and the spreadsheet's letters."""

    heading: str
    letters: str

    def __str__(self) -> str:
        return self.heading or self.letters


class Where(NamedTuple):
    """The sheet of a table by its name, and its heading row from 1; None where nobody has said.

    Row 0: there are no headings.
    """

    sheet: str | None = None
    header_row: int | None = None


class ColumnMapping(Mapping[Column, Place]):
    """The place of some columns, or of all that are needed.

    `stores` are further columns of stock; they go with the quantity. `guesses` are columns that
    were taken as likely, of which somebody should know. `names` are what somebody has typed for
    one list. `fixed` are values that hold for all rows of a list without such a column. With
    `ignores_headings` columns are found by their letters, whatever the list's
    headings say. If it `is_complete`, the table has no other columns. With `where`, columns are
    those of these letters in that table and no others. `unread` are columns that are not to be
    read, whatever headings say. `answers` is where they go in a request's own workbook.
    """

    def __init__(
        self,
        places: Mapping[Column, Place] | None = None,
        *,
        stores: Sequence[Place] = (),
        guesses: Collection[Column] = (),
        names: ColumnNames = NO_NAMES,
        fixed: Mapping[Column, str] = NOTHING_FIXED,
        ignores_headings: bool = False,
        is_complete: bool = False,
        where: Where | None = None,
        unread: Collection[Column] = (),
        answers: AnswerPlaces = USUAL_PLACES,
    ) -> None:
        self.answers = answers
        self.where = where
        self.is_complete = is_complete
        self.unread = frozenset(unread)
        self.fixed = dict(fixed)
        self._places = dict(places or {})
        self.stores = tuple(stores)
        self.guesses = frozenset(guesses)
        self.names = dict(names)
        self.ignores_headings = ignores_headings

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """What `to_json` gave."""
        return cls(
            {column: Place(*stored[column]) for column in Column if column in stored},
            stores=[Place(*place) for place in stored.get(STORES, ())],
            guesses=[Column(name) for name in stored.get(GUESSES, ())],
            names={Column(name): names for name, names in stored.get(NAMES, {}).items()},
            fixed={Column(name): value for name, value in stored.get(FIXED, {}).items()},
            ignores_headings=IGNORES_HEADINGS in stored,
            is_complete=IS_COMPLETE in stored,
            where=Where(*stored[WHERE]) if WHERE in stored else None,
            unread=[Column(name) for name in stored.get(UNREAD, ())],
            answers=AnswerPlaces.from_json(stored[ANSWERS]) if ANSWERS in stored else USUAL_PLACES,
        )

    @classmethod
    def of(
        cls,
        recognition: Recognition,
        headings: Sequence[str],
        left: int,
        *,
        fixed: Mapping[Column, str] = NOTHING_FIXED,
        ignores_headings: bool = False,
        unread: Collection[Column] = (),
    ) -> Self:
        """The places of a table's columns.

        `headings` may be shorter than the table; `left` is the sheet's column that rows begin at.
        """

        def place(index: int) -> Place:
            heading = headings[index] if index < len(headings) else ""
            return Place(heading, column_letters(left + index))

        return cls(
            {column: place(index) for column, index in recognition.columns.items()},
            stores=[place(index) for index in recognition.stores],
            guesses=recognition.guesses,
            fixed=fixed,
            ignores_headings=ignores_headings,
            unread=unread,
        )

    def to_json(self) -> dict[str, Any]:
        """The column's heading and letters by its name, and what else there is to tell."""
        stored: dict[str, Any] = {str(column): list(place) for column, place in self.items()}
        if self.stores:
            stored[STORES] = [list(place) for place in self.stores]
        if self.guesses:
            stored[GUESSES] = sorted(self.guesses)
        if self.names:
            stored[NAMES] = self.names
        if self.fixed:
            stored[FIXED] = self.fixed
        if self.where is not None:
            stored[WHERE] = list(self.where)
        if self.unread:
            stored[UNREAD] = sorted(self.unread)
        if self.answers != USUAL_PLACES:
            stored[ANSWERS] = self.answers.to_json()
        if self.ignores_headings:
            stored[IGNORES_HEADINGS] = True
        if self.is_complete:
            stored[IS_COMPLETE] = True
        return stored

    def __getitem__(self, column: Column) -> Place:
        return self._places[column]

    def __iter__(self) -> Iterator[Column]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __bool__(self) -> bool:
        return bool(self._places or self.unread)

    def named(self, names: ColumnNames) -> "ColumnMapping":
        """The same, but these columns are those of these names in the list that is read."""
        places = {
            column: place
            for column, place in self.items()
            if column not in names or not place.heading
        }
        return ColumnMapping(
            places,
            stores=() if Column.QUANTITY in names else self.stores,
            names=names,
            ignores_headings=self.ignores_headings,
            unread=self.unread,
        )

    def with_names(
        self, recognition: Recognition, headings: Sequence[str], width: int, left: int
    ) -> Recognition:
        """With the columns that are named. Raises TableError where the table has none such."""
        letters = [column_letters(left + index).casefold() for index in range(width)]
        texts = [heading.casefold() for heading in headings]
        for column, names in self.names.items():
            indexes = []
            for name in map(as_text, names):
                wanted = name.casefold()
                here = next(
                    (spots for spots in (texts, letters) if wanted and wanted in spots), None
                )
                if here is None:
                    raise TableError(ReadError.NO_SUCH_COLUMN, name=name, found=list(headings))
                indexes.append(here.index(wanted))
            recognition = recognition.settled({column: indexes[0]}, tuple(indexes[1:]))
        return recognition

    def resolve(self, recognition: Recognition, headings: Row, left: int) -> Recognition:
        """The columns under these headings: as they were recognised, but for those here.

        None at all where one of these is not there, or is there more than once: a guess would read
        somebody a wrong price. `left`: the sheet's column that rows begin at.
        """
        if not self:
            return recognition
        texts = [as_text(heading).casefold() for heading in headings]
        indexes = {column: _index(place, texts, left) for column, place in self.items()}
        columns = {column: index for column, index in indexes.items() if index is not None}
        stores = [
            index for place in self.stores if (index := _index(place, texts, left)) is not None
        ]
        if len(columns) < len(indexes) or len(stores) < len(self.stores):
            return Recognition()
        if self.is_complete:
            return Recognition(columns, tuple(stores))
        rest = {column: i for column, i in recognition.columns.items() if column not in self.unread}
        return replace(recognition, columns=rest).settled(columns, tuple(stores))

    def resolve_without_headings(
        self, sample: Sequence[Row], needed: Collection[Column], left: int
    ) -> Recognition | None:
        """The columns of rows that have no headings.

        None unless all the needed ones are here by their letters, and a row has something in each.
        """
        places = (*self.values(), *self.stores)
        if not suffices(self, needed) or any(place.heading for place in places):
            return None
        width = max(map(len, sample), default=0)
        indexes = {column_letters(left + index): index for index in range(width)}
        if not {place.letters for place in places} <= indexes.keys():
            return None
        columns = {column: indexes[place.letters] for column, place in self.items()}
        stores = tuple(indexes[place.letters] for place in self.stores)
        is_filled = any(
            all(i < len(row) and as_text(row[i]) for i in columns.values()) for row in sample
        )
        return Recognition(columns, stores) if is_filled else None


NO_MAPPING = ColumnMapping()


def _index(place: Place, texts: Sequence[str], left: int) -> int | None:
    alike = [index for index, text in enumerate(texts) if text == place.heading.casefold()]
    if place.heading and len(alike) == 1:
        return alike[0]
    return next((i for i in alike if column_letters(left + i) == place.letters), None)
