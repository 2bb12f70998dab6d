from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from crossdock.models.only_one import only_one
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_at_a_time_by_each_name() -> None:
    with only_one("tidying") as first, only_one("tidying") as second, only_one("mails") as another:
        assert (first, second, another) == (True, False, True)
    with only_one("tidying") as again:
        assert again


def test_whoever_fails_inside_lets_go() -> None:
    with pytest.raises(ValueError, match="inside"), only_one("tidying"):
        raise ValueError("inside")
    with only_one("tidying") as again:
        assert again


def test_one_waits_for_the_other() -> None:
    order = []

    def wait() -> None:
        with only_one("migrating", wait=True) as alone:
            assert alone
            order.append("second")

    with ThreadPoolExecutor(1) as threads:
        with only_one("migrating", wait=True):
            waiting = threads.submit(wait)
            wait_until(waits_for_a_lock)
            order.append("first")
        waiting.result(timeout=20)
    assert order == ["first", "second"]


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        waiting: int = cursor.fetchone()[0]
    return waiting > 0


def test_what_is_done_inside_has_transactions_of_its_own() -> None:
    with only_one("tidying"):
        assert not connection.in_atomic_block
