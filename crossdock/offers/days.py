"""Days as numbers, which travel in a fraction of the time that dates take."""

from datetime import date, timedelta

FIRST_DAY = date(1970, 1, 1)
"""Days are counted from here."""


def as_date(day: int) -> date:
    """The date of a day."""
    return FIRST_DAY + timedelta(days=day)
