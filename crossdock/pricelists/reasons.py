from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from crossdock.spreadsheets.cells import Cell
from crossdock.texts import Text


class SkipReason(TextChoices):
    """Why a row of a price list is left out."""

    NO_ARTICLE = "no_article", _("no article")
    NO_BRAND = "no_brand", _("no brand")
    HEADER = "header", _("the headings once more")
    NO_PRICE = "no_price", _("no price")
    PRICE_UNREADABLE = "price_unreadable", _("the price cannot be read")
    PRICE_AMBIGUOUS = (
        "price_ambiguous",
        _("the price may have a decimal sign or one between thousands"),
    )
    PRICE_NOT_POSITIVE = "price_not_positive", _("the price is not above zero")
    PRICE_TOO_LARGE = "price_too_large", _("the price is too large")
    PRICE_IN_FOREIGN_CURRENCY = (
        "price_in_foreign_currency",
        _("the price is in a foreign currency, for which a rate is needed"),
    )
    CURRENCY_UNKNOWN = "currency_unknown", _("the currency of the price is not known")
    QUANTITY_UNREADABLE = "quantity_unreadable", _("the quantity cannot be read")
    QUANTITY_TOO_LARGE = "quantity_too_large", _("the quantity is too large")
    OTHER_TABLE = "other_table", _("a row of another table, below other headings")
    TOO_MANY_CELLS = "too_many_cells", _("the row has more cells than the headings")
    TEXT_TOO_LONG = "text_too_long", _("the brand or the article is too long")
    ARTICLE_IS_DATE = "article_is_date", _("the article is stored as a date or a time")
    DIGITS_LOST = "digits_lost", _("the article is stored as a number that has lost digits")


class BadValueError(ValueError):
    """A cell from which no price or quantity can be told."""

    def __init__(self, reason: SkipReason) -> None:
        super().__init__(reason.label)
        self.reason = reason


class LeftOut(NamedTuple):
    """A row that is not taken: its number in the sheet, from 1, and the text that is to blame.

    `sheet` is the sheet's name where the list has several tables.
    `cells` is the whole row as it was read.
    """

    row: int
    reason: SkipReason
    text: str
    cells: Sequence[Cell] = ()
    sheet: str = ""

    @property
    def place(self) -> Text:
        """Where the row stands, for people."""
        if self.sheet:
            return Text("sheet «%(sheet)s», row %(row)d") % {
                "sheet": self.sheet,
                "row": self.row,
            }
        return Text("row %(row)d") % {"row": self.row}
