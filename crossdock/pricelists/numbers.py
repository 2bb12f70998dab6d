"""Numbers as people write them."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from crossdock.spreadsheets.cells import Cell, as_text

MAX_FOLDED = 60
MAX_RAW = 200
"""With blanks and letters that Unicode makes one of; what is longer is no number."""
NUMBER_PATTERN = r"-? ?[0-9](?:[0-9 .,']*[0-9])?"
"""What may be one number: digits with separators between them. `to_decimal` tells whether it is."""

MIN_THOUSAND = 4  # digits
MIN_ALIKE = 3
"""So many prices with three decimals each are no chance."""

_ANY_NUMBER = re.compile(NUMBER_PATTERN)
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}([ .,'])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?")
_AMBIGUOUS = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
_DECIMAL_COMMA = re.compile(
    r"[0-9],(?:[0-9]{1,2}|[0-9]{4,})(?![0-9.,])|[0-9]{4},|\b0,|\.[0-9]{3}[.,]"
)
_DECIMAL_POINT = re.compile(r"[0-9]\.(?:[0-9]{1,2}|[0-9]{4,})(?![0-9.,])|,[0-9]{3}[.,]")
_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("’‘`´ʼ", "'"))


def folded(text: str) -> str:
    """The text in lower case and NFKC, with one kind of white space, minus and apostrophe."""
    lower = unicodedata.normalize("NFKC", as_text(text)).casefold()
    return " ".join(lower.translate(_SIGNS).split())


def to_decimal(number: str) -> Decimal | None:
    """The number of a folded text, or None where it is none.

    A lone separator is the decimal one, "1,234" and "1.234" included (see `is_ambiguous`); in
    "1 234,50", "1,234.50", "1.234,50", "12'345" and "1,234,567" the first one parts the thousands.
    """
    compact = number.replace("- ", "-")
    if _PLAIN.fullmatch(compact):
        return Decimal(compact.replace(",", "."))
    if grouped := _GROUPED.fullmatch(compact):
        return Decimal(compact.replace(grouped[1], "").replace(",", "."))
    return None


def is_ambiguous(number: str) -> bool:
    """Whether it is like "1,234" or "1.234": one thousand and more, or one and a bit."""
    return _AMBIGUOUS.fullmatch(number) is not None


def may_part_thousands(cells: Iterable[Cell]) -> bool:
    """Whether all of a column's prices with a point are like "1.234": thousands, or three decimals.

    Whole numbers below a thousand beside them make it no surer that they are decimals.
    """
    texts = [folded(cell) for cell in cells if isinstance(cell, str) and len(cell) <= MAX_RAW]
    numbers = [number[0] for text in texts if (number := _ANY_NUMBER.search(text))]
    pointed = [number for number in numbers if not number.isdigit()]
    are_alike = all("." in number and is_ambiguous(number) for number in pointed)
    is_below = all(len(number) < MIN_THOUSAND for number in numbers if number.isdigit())
    return bool(pointed) and len(numbers) >= MIN_ALIKE and are_alike and is_below


def has_decimal_comma(cells: Iterable[Cell]) -> bool | None:
    """Whether these numbers of one column have a decimal comma; None where that cannot be told."""
    texts = [folded(cell) for cell in cells if isinstance(cell, str) and len(cell) <= MAX_RAW]
    comma = any(map(_DECIMAL_COMMA.search, texts))
    point = any(map(_DECIMAL_POINT.search, texts))
    return comma if comma != point else None
