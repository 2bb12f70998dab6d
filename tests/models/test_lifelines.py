from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection

from crossdock.models import lifelines
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def is_cut(name: str) -> bool:
    return lifelines.is_cut(name, since_start=timedelta(0))


def test_a_line_is_held_as_long_as_its_connection_lives() -> None:
    def hold(then: Callable[[], bool]) -> bool:
        with closing(connection):
            lifelines.hold("one")
            lifelines.hold("one")  # as often as one likes
            return then()

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(hold, lambda: is_cut("another")).result()
        wait_until(lambda: is_cut("one"))
        with ThreadPoolExecutor(1) as other:
            assert not thread.submit(hold, lambda: other.submit(is_cut, "one").result()).result()
            other.submit(lambda: connection.close()).result()


def test_when_the_database_has_just_started_everybody_has_lost_the_connection() -> None:
    assert is_cut("one")
    assert not lifelines.is_cut("one", since_start=timedelta(days=9999))
