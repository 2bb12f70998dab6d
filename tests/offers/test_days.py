from datetime import date

from crossdock.offers.days import FIRST_DAY, as_date


def test_days_are_dates_again() -> None:
    day = date(2026, 11, 28)
    assert as_date((day - FIRST_DAY).days) == day
