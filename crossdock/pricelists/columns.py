"""The columns of a price list that are read, for people to see and to correct."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from crossdock.errors import UserError
from crossdock.pricelists.currency import currency, is_foreign
from crossdock.spreadsheets.column_names import COLUMN_NAMES
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping, Place
from crossdock.spreadsheets.reader_process import Table
from crossdock.spreadsheets.recognition import Recognition
from crossdock.spreadsheets.roles import is_price_of_one
from crossdock.spreadsheets.sheets import column_letters
from crossdock.texts import Joined, Text
from crossdock.texts import Text as _

NEEDED = (Column.BRAND, Column.ARTICLE, Column.PRICE, Column.QUANTITY)
TERMS = (Column.PACK, Column.MINIMUM, Column.DELIVERY)
OFFERED = (*NEEDED, *TERMS)
"""What people may say that a column is."""

READ = (*OFFERED, Column.CURRENCY)


def needed_columns(fixed: Collection[Column]) -> list[Column]:
    """Those that a list must have where some are fixed for its supplier."""
    return [column for column in NEEDED if column not in fixed]


def columns_to_read(table: Table, fixed: Collection[Column] = ()) -> Recognition:
    """The columns of the list that are read; of those that are fixed, where it has them.

    Raises UserError where one could be one of several, or is named as another one.
    """
    recognition = settled_by_currency(table.recognition, table.headings)
    recognition = without_doubts(recognition, fixed)
    columns_needed = needed_columns(fixed)
    for column in columns_needed:
        if indexes := recognition.doubts.get(column):
            raise UserError(_doubt(column, indexes, table))
    if names_missing := [
        COLUMN_NAMES[column] for column in columns_needed if column not in recognition.columns
    ]:
        raise UserError(_("No column is left that could be: %s.") % Joined.of(names_missing))
    columns = {
        column: index for column in READ if (index := recognition.columns.get(column)) is not None
    }
    return Recognition(columns, recognition.stores, recognition.guesses & set(READ))


def without_doubts(recognition: Recognition, fixed: Collection[Column]) -> Recognition:
    """Without the columns that are in doubt where there is a fixed value in their stead."""
    doubtful = recognition.doubts.keys() & set(fixed)
    columns = {name: i for name, i in recognition.columns.items() if name not in doubtful}
    doubts = {name: rest for name, rest in recognition.doubts.items() if name not in doubtful}
    return replace(recognition, columns=columns, doubts=doubts)


def settled_by_currency(recognition: Recognition, headings: Sequence[str]) -> Recognition:
    """With the price in the project's currency where it stands beside one in another."""
    codes = {
        index: currency(headings[index] if index < len(headings) else "")
        for index in recognition.doubts.get(Column.PRICE, ())
    }
    own_indexes = [index for index, code in codes.items() if code and not is_foreign(code)]
    one_price = all(is_price_of_one(headings[index]) for index in codes)
    if len(own_indexes) == 1 < len(codes) and None not in codes.values() and one_price:
        return recognition.settled({Column.PRICE: own_indexes[0]})
    return recognition


def describe(mapping: ColumnMapping) -> Iterator[str]:
    """A line for each column: what it is read as, its heading if it has one, and its letters."""
    for column, place in mapping.items():
        places = (place, *(mapping.stores if column is Column.QUANTITY else ()))
        yield f"{COLUMN_NAMES[column]}: {Joined.of(map(describe_place, places), ' + ')}"
    for column, value in mapping.fixed.items():
        yield f"{COLUMN_NAMES[column]}: {describe_fixed(value)}"


def describe_fixed(value: str) -> Text:
    """What a column's value is that no list has."""
    return _("«%s» in all rows, as is fixed for the supplier") % value


def guessed(mapping: ColumnMapping) -> str:
    """What to say of the columns that are likely, not sure; "" where all are sure."""
    names = [str(COLUMN_NAMES[column]) for column in NEEDED if column in mapping.guesses]
    if not names:
        return ""
    return str(_("A guess, look whether it is right: %s.") % ", ".join(names))


def describe_place(place: Place) -> Text:
    """«Heading» (column A); without the heading where there is none."""
    if place.heading:
        return _("«%(heading)s» (column %(letters)s)") % place._asdict()
    return _("column %(letters)s") % place._asdict()


def foreign_currency(price: Place, notes: Sequence[str]) -> tuple[str, str] | None:
    """The currency of the prices and the text that says so, where it is not the project's.

    The price's heading counts before `notes`, the texts around the headings.
    """
    for text in (price.heading, *notes):
        if code := currency(text):
            return (code, text) if is_foreign(code) else None
    return None


def names_currency(price: Place, notes: Sequence[str]) -> bool:
    """Whether the price's heading or the texts around name any currency."""
    return any(map(currency, (price.heading, *notes)))


def two_currencies(row: int, code: str, text: str) -> Text:
    """What to say where prices are in another currency from a row on."""
    return _(
        "From row %(row)s on the prices are in %(currency)s, as «%(text)s» says; those above are "
        "not. Make a list of each."
    ) % {"row": row, "currency": code, "text": text}


def needs_rate(code: str, text: str, price: Place) -> Text:
    """What to say where there is none."""
    return _(
        "The prices (column %(letters)s) are in %(currency)s, as «%(text)s» says; as they are they "
        "cannot be compared with those of other suppliers. Give the rate to multiply them by (on "
        "the command line as --rate 92.5)."
    ) % {"currency": code, "text": text, "letters": price.letters}


def _doubt(column: Column, indexes: Sequence[int], table: Table) -> Text:
    mapping = [
        Place(table.headings[index], column_letters(table.left + index)) for index in indexes
    ]
    return _(
        "Which column is «%(name)s»? It could be: %(columns)s. Choose it on the page for new price "
        "lists, or on the command line with --%(option)s-column."
    ) % {
        "name": COLUMN_NAMES[column],
        "columns": Joined.of(map(describe_place, mapping)),
        "option": str(column),
    }
