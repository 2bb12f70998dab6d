import pytest
from django.db import connection

from crossdock.models.new_connections import SETTINGS
from crossdock.models.status import this_process


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_says_who_it_is_and_asks_to_notice_a_dead_host() -> None:
    new = connection.copy()
    new.force_debug_cursor = True
    new.connect()
    with new.cursor() as cursor:
        cursor.execute("SHOW application_name")
        assert cursor.fetchone() == (f"crossdock@{this_process()}",)
    new.close()
    asked = new.queries_log[0]["sql"]  # a unix socket does not show it
    assert all(
        f"set_config('{name}', '{value}', false)" in asked for name, value in SETTINGS.items()
    )
