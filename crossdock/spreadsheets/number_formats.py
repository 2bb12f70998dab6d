"""What a number format shows besides the digits that a cell holds."""

import re
from collections.abc import Callable, Mapping, Sequence
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


VALID = re.compile(
    r"""(?:"[^"]*"|\\.|_.|\*.|General|E[+-]|[0#?.,%/ ()$€£¥₽₴₸+:;!&'~<>=@\u00a0-]"""
    r"|\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|[<>=]+-?[\d.]+|\$[^\]]*)\])+",
    re.IGNORECASE | re.DOTALL,
)
"""What Excel takes for a number format; it calls a file damaged that has another."""

MAX_CODE = 200
MAX_SECTIONS = 4


class NumberFormat(NamedTuple):
    """How many digits are shown at least before the decimal sign and after it, and a currency.

    The currency is its code, "USD", or SHARE; empty where the format names none. `code` is the
    format as Excel writes it, "" where it is for texts or dates, adds nothing, or could not be
    written again.
    """

    digits: int
    decimals: int
    currency: str
    code: str = ""


SHARE = "%"
"""In a currency's stead: such a number is no price."""

PLAIN = NumberFormat(0, 0, "")
Formats = Sequence[NumberFormat]
"""Those of a column's cells, from the sheet's first row; shorter where the rest are plain."""

FormatsByColumn = Mapping[int, Formats]
"""Those of a sheet's columns, from 0; none of a column whose cells are all plain."""

Matters = Callable[[NumberFormat], bool]
"""Tells the formats that change what is read; cells are looked at only where a file has one."""

STANDARD = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    48: "##0.0E+0",
    **dict.fromkeys((5, 6, 37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((7, 8, 39, 40, 43, 44), "#,##0.00"),
}
"""What Excel does not write into files; the money of some is that of whoever looks at it."""


@lru_cache(1_000)
def number_format(code: str) -> NumberFormat:
    """What the format's first section shows, which is that of positive numbers."""
    whole_code, code = _writable(code), _first_section(code)
    literals = [match.groupdict() for match in LITERAL.finditer(code)]
    pattern = LITERAL.sub(_separator, code)
    if is_date(code):
        return PLAIN
    if "%" in pattern or "E+" in pattern.upper():
        return PLAIN._replace(code=whole_code, currency=SHARE if "%" in pattern else "")
    currency = next(iter(currencies_in(LITERAL.sub(_shown, code))), "")
    found = NUMBER.search(pattern)
    whole, _, fraction = found[0].strip().partition(".") if found else ("", "", "")
    zeros = re.sub(r"[ \u00a0-]", "", whole)
    has_words = any(map(_has_letters, literals))  # W000 shows more than the zeros
    digits = len(zeros) if re.fullmatch("0{2,}", zeros) and not has_words else 0
    return NumberFormat(min(digits, MAX_DIGITS), fraction.count("0"), currency, whole_code)


def _writable(code: str) -> str:
    if len(code) > MAX_CODE or code.strip().casefold() in ("", "general", "@"):
        return ""
    return code if VALID.fullmatch(code) and code.count(";") < MAX_SECTIONS else ""


def is_date(code: str) -> bool:
    """Whether the format shows a day or a time of day."""
    code = _first_section(code)
    if any(match["clock"] for match in LITERAL.finditer(code)):
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


def is_written(form: NumberFormat) -> bool:
    """Whether the format shows a number in a way that a result can show it, too."""
    return bool(form.code)


def names_currency(form: NumberFormat) -> bool:
    """Whether the format names the currency of a price."""
    return bool(form.currency)


class FormatGrid:
    """Formats as a sheet is gone through: row by row, or nearly so."""

    def __init__(self) -> None:
        self.columns: dict[int, list[NumberFormat]] = {}

    def put(self, row: int, column: int, form: NumberFormat, rows: int = 1) -> None:
        """The format of a cell, and of so many rows from there on."""
        forms = self.columns.setdefault(column, [])
        forms.extend([PLAIN] * (row - len(forms)))
        forms[row : row + rows] = [form] * rows


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
