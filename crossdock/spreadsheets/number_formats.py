"""What a number format shows besides the digits that a cell holds."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from crossdock.spreadsheets.currencies import currencies_in

MAX_DIGITS = 255
LITERAL = re.compile(
    r'"(?P<quoted>[^"]*)"'  # "USD"
    r"|\\(?P<escaped>.)"
    r"|\[\$(?P<symbol>[^\]-]*)[^\]]*\]"  # [$€-407]; [$-409] is a language and no currency
    r"|(?P<bare>[$€£¥₽₴₸₺₼₾₩₪₹])"
    r"|(?P<clock>\[[hmsчмс]+\])"
    r"|\[[^\]]*\]|_.|\*.",  # a colour or condition, a gap as wide as a letter, a filler
    re.IGNORECASE | re.DOTALL,
)
NUMBER = re.compile(r"[0#?][0#?,. \u00a0-]*")
DATE = re.compile(r"[dmyhsдмгчс]", re.IGNORECASE)


class NumberFormat(NamedTuple):
    """How many digits are shown at least before the decimal sign and after it, and a currency.

    The currency is its code, "USD"; empty where the format names none.
    """

    digits: int
    decimals: int
    currency: str


PLAIN = NumberFormat(0, 0, "")
Formats = Sequence[NumberFormat]
"""Those of a column's cells, from the sheet's first row; shorter where the rest are plain."""

Matters = Callable[[NumberFormat], bool]
"""Tells the formats that change what is read; cells are looked at only where a file has one."""

STANDARD = {2: "0.00", 4: "#,##0.00", 10: "0.00%", 39: "#,##0.00", 40: "#,##0.00"}
"""What Excel does not write into files, as far as it matters here."""


@lru_cache(1_000)
def number_format(code: str) -> NumberFormat:
    """What the format's first section shows, which is that of positive numbers."""
    code = _first_section(code)
    literals = [found.groupdict() for found in LITERAL.finditer(code)]
    pattern = LITERAL.sub(_separator, code)
    if is_date(code) or "%" in pattern or "E+" in pattern.upper():
        return PLAIN
    currency = next(iter(currencies_in(LITERAL.sub(_shown, code))), "")
    found = NUMBER.search(pattern)
    whole, _, fraction = found[0].strip().partition(".") if found else ("", "", "")
    zeros = re.sub(r"[ \u00a0-]", "", whole)
    has_words = any(map(_has_letters, literals))  # W000 shows more than the zeros
    digits = len(zeros) if re.fullmatch("0{2,}", zeros) and not has_words else 0
    return NumberFormat(min(digits, MAX_DIGITS), fraction.count("0"), currency)


def is_date(code: str) -> bool:
    """Whether the format shows a day or a time of day."""
    code = _first_section(code)
    if any(found["clock"] for found in LITERAL.finditer(code)):
        return True
    return DATE.search(LITERAL.sub("", code)) is not None


def _first_section(code: str) -> str:
    end = re.match(r'(?:"[^"]*"|\\.|[^;"\\]|"(?=[^"]*$))*', code, re.DOTALL)
    return end[0] if end else code


def _separator(literal: re.Match[str]) -> str:
    """Blanks and hyphens between digits stay: they are no part of the article's key."""
    text = literal["quoted"] or literal["escaped"] or ""
    return text if text and not text.strip(" \u00a0-") else ""


def _shown(literal: re.Match[str]) -> str:
    """The literal's text; letters that are escaped one by one, \\U\\S\\D, make a word."""
    return next(filter(None, literal.group("quoted", "escaped", "symbol", "bare")), " ")


def _has_letters(literal: dict[str, str | None]) -> bool:
    return any(map(str.isalpha, literal["quoted"] or literal["escaped"] or ""))


def adds_zeros(form: NumberFormat) -> bool:
    """Whether articles that are stored as numbers have zeros that only the format shows."""
    return bool(form.digits or form.decimals)


def adds_leading_zeros(form: NumberFormat) -> bool:
    """The same of whole numbers alone, which are the most."""
    return bool(form.digits)


def names_currency(form: NumberFormat) -> bool:
    """Whether the format names the currency of a price."""
    return bool(form.currency)


def shown_article(number: float, form: NumberFormat) -> str | None:
    """The number as its format shows it; None where the format adds nothing.

    A number that a format rounds or gives decimals that it has not is not the article any more.
    """
    if isinstance(number, bool) or number < 0:
        return None
    if isinstance(number, int) or number.is_integer():
        return str(int(number)).zfill(form.digits) if form.digits else None
    whole, _, fraction = format(number, ".15g").partition(".")
    if not form.decimals or len(fraction) >= form.decimals or not fraction.isdigit():
        return None
    return f"{whole.zfill(form.digits)}.{fraction.ljust(form.decimals, '0')}"


def with_currency(number: float, currency: str) -> str:
    """A price as text, never with three decimals: its point would pass for a sign of thousands."""
    return f"{number:.{2 if round(number, 2) == number else 4}f} {currency}"
