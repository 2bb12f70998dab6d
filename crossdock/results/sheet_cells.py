"""Cells as the XML of a worksheet."""

import datetime
import re

from crossdock.spreadsheets.cells import Cell

EPOCH = datetime.datetime(1899, 12, 30)
FALSE_LEAP_DAY = 60
"""Worksheets believe in a 29 February 1900: the days before it have numbers lower by one."""

SECONDS_A_DAY = 86_400
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
BLANKS = (" ", "\t", "\n")


def text_xml(text: str) -> str:
    """What stands for a text, without characters that are illegal in XML, between <is> and </is>.

    >>> text_xml("a < b")
    '<t>a &lt; b</t>'
    """
    if not _needs_care(text):
        return f"<t>{text}</t>"
    preserve = ' xml:space="preserve"' if text.startswith(BLANKS) or text.endswith(BLANKS) else ""
    text = LOOKS_ESCAPED.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<t{preserve}>{text}</t>"


def _needs_care(text: str) -> bool:
    # A regular expression would look at each letter for itself.
    return (
        "&" in text
        or "<" in text
        or ">" in text
        or "_x" in text
        or text.startswith(BLANKS)
        or text.endswith(BLANKS)
    )


def cell_xml(reference: str, style: str, cell: Cell) -> str:
    """A cell at a reference like A1, empty text for none; `style` is an attribute or empty."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f'<c r="{reference}"{style} t="inlineStr"><is>{text_xml(cell)}</is></c>'
    if isinstance(cell, bool):
        return f'<c r="{reference}"{style} t="b"><v>{cell:d}</v></c>'
    number = serial(cell) if isinstance(cell, datetime.date) else float(cell)
    return f'<c r="{reference}"{style}><v>{number!r}</v></c>'


def serial(moment: datetime.date) -> float:
    """The number that a worksheet keeps a day or a moment as, in days."""
    if not isinstance(moment, datetime.datetime):
        moment = datetime.datetime.combine(moment, datetime.time())
    since = moment.replace(microsecond=0, tzinfo=None) - EPOCH
    days = since.days if since.days > FALSE_LEAP_DAY else since.days - 1
    return days + since.seconds / SECONDS_A_DAY
