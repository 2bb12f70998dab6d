"""The lines that a supplier has lost as a workbook for it: nobody else is named in it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from crossdock.negotiation.standing import LostLine
from crossdock.results.cells import text_cell
from crossdock.results.small_workbook import MONEY, TEXT, Column, small_workbook


def workbook(lines: Iterable[LostLine]) -> bytes:
    """The parts, and at what price the supplier would be chosen."""
    columns = [
        Column(_("Brand"), 20, TEXT),
        Column(_("Article"), 26, TEXT),
        Column(_("Pieces asked for")),
        Column(_("Your price"), 14, MONEY),
        Column(_("Price to be chosen"), 18, MONEY),
        Column(_("Discount needed, %"), 18, "0.00"),
    ]
    rows = (
        (
            text_cell(line.brand), text_cell(line.article), line.pieces,
            line.price, line.limit, line.discount,
        )
        for line in lines
    )  # fmt: skip
    return small_workbook(columns, rows)
