import threading

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from crossdock.offers.database import OfferDatabase

BROKEN = "SELECT 1 FROM no_such_view"


@pytest.fixture
def database(transactional_db: None) -> OfferDatabase:
    with connection.cursor() as cursor:
        cursor.execute("REFRESH MATERIALIZED VIEW crossdock_current_offer")
    return OfferDatabase(original_query=False)


def test_the_original_query_answers_where_the_view_cannot(database: OfferDatabase) -> None:
    with transaction.atomic():
        assert database.rows("SELECT 1", "SELECT 2", {}) == [(1,)]
        assert database.rows(BROKEN, "SELECT 2", {}) == [(2,)]
        assert database.by_original_query
        assert database.rows("SELECT 1", "SELECT 2", {}) == [(2,)]  # from then on


def test_a_query_that_fails_in_the_table_too_is_an_error_of_django(database: OfferDatabase) -> None:
    with pytest.raises(DatabaseError):
        database.rows(BROKEN, BROKEN, {})


def test_another_thread_ends_a_query_and_all_that_follow(database: OfferDatabase) -> None:
    threading.Timer(0.2, database.cancel).start()
    with pytest.raises(OperationalError):
        database.rows("SELECT pg_sleep(20)", "SELECT 2", {})
    with pytest.raises(OperationalError):
        database.from_table("SELECT 1", {})
