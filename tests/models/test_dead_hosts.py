import pytest
from django.db import connection

from crossdock.models.dead_hosts import NOTICE


@pytest.mark.django_db(transaction=True)
def test_every_new_connection_is_told_to_notice_a_dead_host():
    new = connection.copy()
    new.force_debug_cursor = True
    new.connect()
    new.close()
    assert NOTICE in [query["sql"] for query in new.queries_log]
