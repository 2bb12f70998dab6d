from datetime import timedelta

import pytest
from django.utils import translation

from crossdock.templatetags.crossdock import elapsed, percent


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        *((0, "0.0%"), (0.001, "<0.1%"), (0.05, "0.1%"), (100 / 3, "33.3%")),
        *((33.38, "33.4%"), (99.94, "99.9%"), (99.999, ">99.9%"), (100, "100%")),
    ],
)
def test_a_percentage_never_says_none_or_all_where_it_is_not(share, shown):
    assert percent(share) == shown


def test_a_percentage_is_written_as_its_reader_writes_it():
    with translation.override("ru"):
        assert percent(12.5) == "12,5%"


def test_elapsed():
    assert elapsed(timedelta(seconds=7)) == "0:07"
    assert elapsed(timedelta(seconds=3723)) == "1:02:03"
    assert elapsed(None) == ""
