import threading
from datetime import timedelta

import pytest
from django.db import connection

from crossdock.models.lifelines import hold, is_cut
from tests.waiting import wait_until

NO_TIME, LONG = timedelta(0), timedelta(days=9999)


@pytest.mark.django_db(transaction=True)
def test_a_line_is_cut_when_its_holders_connection_ends() -> None:
    held, done = threading.Event(), threading.Event()

    def hold_for_a_time() -> None:
        hold("a task")
        held.set()
        done.wait(20)
        connection.close()

    holder = threading.Thread(target=hold_for_a_time)
    holder.start()
    assert held.wait(20)
    assert not is_cut("a task", NO_TIME)
    assert is_cut("another task", NO_TIME)
    done.set()
    holder.join()
    wait_until(lambda: is_cut("a task", NO_TIME))
    assert not is_cut("a task", LONG)  # the database has not run for so long
