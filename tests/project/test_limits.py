import pytest
from django.db import connection

from project.limits import LOCK_SECONDS, QUERY_SECONDS, limit_queries


@pytest.mark.django_db(transaction=True)
def test_no_query_of_a_page_takes_for_ever() -> None:
    try:
        limit_queries(connection)
        with connection.cursor() as cursor:
            limits = []
            for name in ("lock_timeout", "statement_timeout"):
                cursor.execute(f"SHOW {name}")
                limits += cursor.fetchone()
    finally:
        connection.close()
    assert limits == [f"{LOCK_SECONDS}s", f"{QUERY_SECONDS}s"]
