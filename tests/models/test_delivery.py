import doctest
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from crossdock.models import delivery
from crossdock.models.delivery import arrival

FRIDAY = datetime(2026, 11, 27, 16)
CUT_OFF = time(15)


@pytest.mark.parametrize(
    ("ordered_at", "hours", "cut_off", "weekdays", "arrives_at"),
    [
        (FRIDAY, 24, None, "", datetime(2026, 11, 28, 16)),
        (FRIDAY, 0, None, "", FRIDAY),
        (FRIDAY, 24, time(17), "", datetime(2026, 11, 28, 17)),
        (FRIDAY, 24, time(16), "", datetime(2026, 11, 28, 16)),
        (FRIDAY, 24, CUT_OFF, "", datetime(2026, 11, 29, 15)),
        (FRIDAY, 24, None, "12345", datetime(2026, 11, 30, 16)),
        (FRIDAY, 24, CUT_OFF, "4", datetime(2026, 12, 3, 15)),
        (FRIDAY, 24, None, "6", datetime(2026, 11, 28, 16)),
    ],
)
def test_the_next_delivery(ordered_at, hours, cut_off, weekdays, arrives_at) -> None:
    assert arrival(ordered_at, hours, cut_off, weekdays) == arrives_at


def test_the_day_is_that_of_the_moments_time_zone() -> None:
    late = FRIDAY.replace(hour=23, tzinfo=ZoneInfo("Asia/Vladivostok"))
    assert arrival(late, 0, None, "5") == late
    assert arrival(late.astimezone(ZoneInfo("Pacific/Auckland")), 0, None, "5").day == 4


def test_the_example_holds() -> None:
    assert doctest.testmod(delivery).failed == 0
