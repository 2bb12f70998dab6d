"""When what is ordered now arrives."""

from datetime import datetime, time, timedelta

DAY = timedelta(days=1)
DAYS_IN_WEEK = 7

MAX_WITHIN_HOURS = 24 * 60
"""Of what somebody asks for: each hour of it is looked at, for each supplier."""


def arrival(
    ordered_at: datetime, hours: int, cut_off: time | None = None, weekdays: str = ""
) -> datetime:
    """When an order arrives that is placed at this moment, in the moment's time zone.

    It leaves at the next `cut_off`, at once where there is none, is under way for `hours`, and
    waits until one of the `weekdays`, digits of which Monday is 1, where there are any.

    >>> arrival(datetime(2026, 11, 27, 16), 24, time(15), "12345")  # a Friday, after the cut-off
    datetime.datetime(2026, 11, 30, 15, 0)
    """
    leaves_at = ordered_at
    if cut_off is not None:
        leaves_at = datetime.combine(ordered_at, cut_off, ordered_at.tzinfo)
        if leaves_at < ordered_at:
            leaves_at += DAY
    arrives_at = leaves_at + timedelta(hours=hours)
    days = (arrives_at + DAY * wait for wait in range(DAYS_IN_WEEK))
    return next((day for day in days if str(day.isoweekday()) in weekdays), arrives_at)
