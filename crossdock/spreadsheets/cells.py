"""What a cell holds, and what a person sees of it."""

import datetime
import math
import unicodedata
from collections.abc import Iterable
from typing import Self

Cell = str | int | float | bool | datetime.date | datetime.datetime | None
Row = list[Cell]

ERROR_VALUES = frozenset(
    (
        *("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"),
        *("#ДЕЛ/0!", "#Н/Д", "#ИМЯ?", "#ПУСТО!", "#ЧИСЛО!", "#ССЫЛКА!", "#ЗНАЧ!"),
    )
)
NOTHING = ERROR_VALUES | frozenset(
    (
        *("NULL", "null", "Null", "(NULL)", "(null)", "<NULL>", "<null>", "[NULL]", "\\N"),
        *("None", "none", "NONE", "NaN", "nan", "NAN", "undefined", "(пусто)", "n/a", "N/A"),
    )
)
"""What stands in a cell instead of nothing; programs export what a database does not know so."""

MAX_WHOLE_NUMBER = 1e21
INEXACT_FROM = 10**15
"""Excel keeps 15 digits of a number: an article stored as a longer one has lost some."""


class FormattedNumber(float):
    """A number whose cell has a format that a result is to keep."""

    code: str
    """The format as Excel writes it: "00000", "0%"."""

    def __new__(cls, number: float, code: str) -> Self:
        """Make one of a number that a float can hold."""
        made = super().__new__(cls, number)
        made.code = code
        return made


class _Visible(dict[int, str | None]):
    """For str.translate: white space becomes a plain space, what cannot be seen goes."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        category = unicodedata.category(character)
        if character in "\t\n\v\f" or category.startswith("Z"):
            seen: str | None = " "
        elif category in ("Cc", "Cf", "Cs"):  # control, zero width, half a pair
            seen = None
        else:
            seen = character
        self[code] = seen
        return seen


_VISIBLE = _Visible()


def as_text(cell: Cell | datetime.time | datetime.timedelta) -> str:
    """What a person sees in the cell, on one line and trimmed.

    Integral numbers have no ".0", text keeps its leading zeros, an error value and a database's
    NULL are empty, a date is in ISO 8601, a time of day or a span of time is 36:00 or 36:00:05.
    The text is free of control characters (PostgreSQL refuses NUL).
    """
    if isinstance(cell, str):
        text = (cell if cell.isprintable() else cell.translate(_VISIBLE)).strip()
        return "" if text in NOTHING else text
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return _number_as_text(cell)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, datetime.date) else _clock(cell)


def as_lines(cell: Cell) -> str:
    """The same, but on as many lines as the cell has."""
    if isinstance(cell, str) and "\n" in cell:
        return "\n".join(filter(None, map(as_text, cell.split("\n"))))
    return as_text(cell)


def _clock(time: datetime.time | datetime.timedelta) -> str:
    """Hours, which may be more than 23, minutes, and seconds where there are any."""
    if isinstance(time, datetime.time):
        time = datetime.timedelta(
            0, time.hour * 3600 + time.minute * 60 + time.second, time.microsecond
        )
    # A fraction of a day is no whole number of milliseconds: 10:34:59.998 was typed as 10:35.
    seconds = round(time.total_seconds())
    sign, seconds = "-" if seconds < 0 else "", abs(seconds)
    clock = f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}"
    return f"{clock}:{seconds % 60:02}" if seconds % 60 else clock


def _number_as_text(number: float) -> str:
    if not math.isfinite(number):
        return ""
    if number.is_integer() and abs(number) < MAX_WHOLE_NUMBER:
        return str(int(number))
    return format(number, ".15g")  # Excel shows 15 digits: 450.9135, not 450.91350000000006


def characters_in(row: Iterable[Cell]) -> int:
    """How long the row's texts are together."""
    return sum([len(cell) for cell in row if isinstance(cell, str)])


def characters_of_text(row: Row) -> int:
    """The same of a row that has hardly any cells but texts, in a third of the time."""
    try:
        return len("".join(filter(None, row)))  # type: ignore[arg-type]
    except TypeError:
        return characters_in(row)


def is_empty(row: Row) -> bool:
    """True where no cell of the row holds anything that can be seen."""
    for cell in row:
        if isinstance(cell, str):
            if cell.strip() and (cell.isprintable() or as_text(cell)):
                return False
        elif cell is not None:
            return False
    return True
