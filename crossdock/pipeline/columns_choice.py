"""Columns of a request file as somebody names them on the command line: brand=B,article=C."""

from crossdock.errors import UserError
from crossdock.pipeline.request_file import READ
from crossdock.pipeline.request_parts import PART_COLUMNS
from crossdock.spreadsheets.chosen_table import column_place
from crossdock.spreadsheets.column_names import COLUMN_NAMES
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping, Place, Where
from crossdock.spreadsheets.request_headings import suffices
from crossdock.texts import Joined
from crossdock.texts import Text as _

NAMES = [column.value for column in Column if column in READ]


def columns_choice(text: str, *, sheet: str | None, header_row: int | None) -> ColumnMapping:
    """The columns that a text like "brand=B,article=C,quantity=E" names.

    `sheet` and `header_row` (from 1; 0: no headings) say which table it is. Raises UserError.
    """
    letters: dict[Column, str] = {}
    for pair in filter(None, map(str.strip, text.split(","))):
        name, is_pair, where = (part.strip() for part in pair.partition("="))
        if not is_pair or column_place(where) is None:
            raise UserError(
                _("«%s» does not name a column: write for example brand=B,article=C.") % pair
            )
        if name.lower() not in NAMES:
            raise UserError(
                _("There is no column «%(name)s». There are: %(names)s.")
                % {"name": name, "names": ", ".join(NAMES)}
            )
        column = Column(name.lower())
        if column in letters:
            raise UserError(_("More than one column is selected as: %s.") % COLUMN_NAMES[column])
        if where.upper() in letters.values():
            raise UserError(_("Column %s is selected twice.") % where.upper())
        letters[column] = where.upper()
    if not suffices(letters, PART_COLUMNS):
        names_missing = [
            COLUMN_NAMES[column] for column in Column if column in PART_COLUMNS - letters.keys()
        ]
        raise UserError(_("Say which column is: %s.") % Joined.of(names_missing))
    places = {column: Place("", name) for column, name in letters.items()}
    return ColumnMapping(places, where=Where(sheet, header_row))
