"""How many pieces a request line asks for."""

import re
from functools import lru_cache
from math import isfinite

from crossdock.spreadsheets.cells import Cell

MAX_DEMAND = 10**9
"""What is larger is no number of pieces; sums of it would lose their last digits."""

MAX_LENGTH = 40
BLANKS = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'"
_AMOUNT = re.compile(
    rf"\s*(\d{{1,3}}(?:[{BLANKS}]\d{{3}})+|\d+)(?:[.,](\d+))?"
    r"\s*(?!(?:уп|кор|ящ|пал|pack|pk|box|ctn|pall))[^\W\d]{0,12}\.?\s*",
    re.IGNORECASE,
)
"""Digits, with blanks between thousands, and perhaps a unit: "1 200", "2,5", "4 шт.".

Nobody knows how many pieces four packs are.
"""


def demand(cell: Cell) -> float | None:
    """The pieces that a cell asks for; None where it names no number, or none that could be.

    >>> demand("1 200 шт."), demand(4.0), demand("on request")
    (1200.0, 4.0, None)
    """
    if type(cell) is float and 0 <= cell <= MAX_DEMAND:  # as most are
        return cell
    if isinstance(cell, str):
        return _of_text(cell) if len(cell) <= MAX_LENGTH else None
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return float(cell) if isfinite(cell) and 0 <= cell <= MAX_DEMAND else None


@lru_cache(maxsize=4096)
def _of_text(text: str) -> float | None:
    amount = _AMOUNT.fullmatch(text)
    if amount is None:
        return None
    digits, fraction = amount.groups()
    number = float(re.sub(r"\D", "", digits) + "." + (fraction or "0"))
    return number if number <= MAX_DEMAND else None
