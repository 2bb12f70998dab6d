import datetime

import pytest
from django.utils import formats, translation

MOMENT = datetime.datetime(2026, 11, 2, 14, 5)


@pytest.mark.parametrize(
    ("language", "day", "moment", "month_day"),
    [
        ("en", "2 Nov 2026", "2 Nov 2026, 14:05", "2 Nov"),
        ("ru", "02.11.2026", "02.11.2026, 14:05", "2 нояб."),
    ],
)
def test_dates_are_written_as_their_readers_do(
    language: str, day: str, moment: str, month_day: str
) -> None:
    with translation.override(language):
        assert formats.date_format(MOMENT, "DATE_FORMAT") == day
        assert formats.date_format(MOMENT, "DATETIME_FORMAT") == moment
        assert formats.date_format(MOMENT, "MONTH_DAY_FORMAT") == month_day
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
