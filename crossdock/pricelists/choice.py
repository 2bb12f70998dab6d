"""The columns of a price list that are read, for people to see and to correct."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crossdock.errors import UserError
from crossdock.models import Supplier
from crossdock.pricelists.currency import currency, is_foreign
from crossdock.spreadsheets.cells import as_text
from crossdock.spreadsheets.chosen import Choice, parse
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.reader_process import Table
from crossdock.spreadsheets.sheets import column_letters

NEEDED = (Column.BRAND, Column.ARTICLE, Column.PRICE, Column.QUANTITY)
COLUMN_NAMES = {
    Column.BRAND: gettext_lazy("Brand"),
    Column.ARTICLE: gettext_lazy("Article"),
    Column.PRICE: gettext_lazy("Price"),
    Column.QUANTITY: gettext_lazy("Quantity"),
}
MOST_COLUMNS = 200
"""How far to the right a price may be looked for in a list without headings."""


@dataclass(frozen=True)
class ChosenColumn:
    """Where a value is read: the heading is empty where the list has none, the index is from 0.

    `letters` is what the spreadsheet calls the column.
    """

    column: Column
    heading: str
    index: int
    letters: str

    def __str__(self) -> str:
        texts = {
            "name": COLUMN_NAMES[self.column],
            "heading": self.heading,
            "letters": self.letters,
        }
        if self.heading:
            return _("%(name)s: «%(heading)s» (column %(letters)s)") % texts
        return _("%(name)s: column %(letters)s") % texts


def chosen_columns(table: Table, price_column: str | None) -> dict[Column, ChosenColumn]:
    """The columns as the headings tell them, but the price from `price_column` if it is given.

    That is a heading, whatever its case, or a column's letters. Raises UserError where the list
    has neither.
    """
    headings = [as_text(heading) for heading in table.headings]
    indexes = {column: table.columns[column] for column in NEEDED}
    if price_column is not None:
        indexes[Column.PRICE] = _index(price_column, headings, table.left)
    return {
        column: ChosenColumn(
            column,
            headings[index] if index < len(headings) else "",
            index,
            column_letters(table.left + index),
        )
        for column, index in indexes.items()
    }


def remembered(supplier: Supplier, *, but_price: bool = False) -> dict[Column, Choice]:
    """The columns that staff chose for the supplier's earlier lists.

    With `but_price`, not the heading of the price: another column was asked for.
    """
    choices = parse(supplier.columns)
    if but_price and Column.PRICE in choices and choices[Column.PRICE].heading:
        del choices[Column.PRICE]
    return choices


def check_currency(price: ChosenColumn) -> None:
    """Raise UserError where the price's heading names a currency that is not the project's."""
    code = currency(price.heading)
    if code is not None and is_foreign(code):
        raise UserError(
            _(
                "The prices are in %(currency)s, as the heading «%(heading)s» (column %(letters)s) "
                "says; as they are they cannot be compared with those of other suppliers. Give the "
                "rate to multiply them by (on the command line as --rate 92.5)."
            )
            % {
                "currency": code,
                "heading": price.heading,
                "letters": price.letters,
            }
        )


def _index(name: str, headings: list[str], left: int) -> int:
    wanted = as_text(name).casefold()
    letters = [
        column_letters(left + index).casefold() for index in range(len(headings) or MOST_COLUMNS)
    ]
    for known in ([heading.casefold() for heading in headings], letters):
        if wanted and wanted in known:
            return known.index(wanted)
    raise UserError(
        _("The price list has no column «%(name)s». Its headings are: %(headings)s.")
        % {"name": name, "headings": ", ".join(filter(None, headings)) or _("none")}
    )
