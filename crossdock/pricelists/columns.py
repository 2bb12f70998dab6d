"""The columns of a price list that are read, for people to see and to correct."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from crossdock.errors import UserError
from crossdock.pricelists.currency import currency, is_foreign
from crossdock.spreadsheets.cells import as_text
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping, Place
from crossdock.spreadsheets.messages import COLUMN_NAMES
from crossdock.spreadsheets.reader_process import Table
from crossdock.spreadsheets.sheets import column_letters

NEEDED = (Column.BRAND, Column.ARTICLE, Column.PRICE, Column.QUANTITY)
MAX_COLUMNS = 200
"""How far to the right a price may be looked for in a list without headings."""


def columns_to_read(table: Table, price_column: str | None) -> dict[Column, int]:
    """The columns (from 0) as the headings tell them, but the price from `price_column` if given.

    That is a heading, whatever its case, or a column's letters. Raises UserError where the list
    has neither.
    """
    columns = {column: table.columns[column] for column in NEEDED}
    if price_column is not None:
        columns[Column.PRICE] = _index(price_column, table)
    return columns


def describe(mapping: ColumnMapping) -> Iterator[str]:
    """A line for each column: what it is read as, its heading if it has one, and its letters."""
    for column, place in mapping.items():
        text = (
            _("%(name)s: «%(heading)s» (column %(letters)s)")
            if place.heading
            else _("%(name)s: column %(letters)s")
        )
        yield text % {"name": COLUMN_NAMES[column], **place._asdict()}


def check_currency(price: Place) -> None:
    """Raise UserError where the price's heading names a currency that is not the project's."""
    code = currency(price.heading)
    if code is not None and is_foreign(code):
        raise UserError(
            _(
                "The prices are in %(currency)s, as the heading «%(heading)s» (column %(letters)s) "
                "says; as they are they cannot be compared with those of other suppliers. Give the "
                "rate to multiply them by (on the command line as --rate 92.5)."
            )
            % {"currency": code, **price._asdict()}
        )


def _index(name: str, table: Table) -> int:
    headings = [as_text(heading) for heading in table.headings]
    wanted = as_text(name).casefold()
    letters = [
        column_letters(table.left + index).casefold()
        for index in range(len(headings) or MAX_COLUMNS)
    ]
    for names in ([heading.casefold() for heading in headings], letters):
        if wanted and wanted in names:
            return names.index(wanted)
    raise UserError(
        _("The price list has no column «%(name)s». Its headings are: %(headings)s.")
        % {"name": name, "headings": ", ".join(filter(None, headings)) or _("none")}
    )
