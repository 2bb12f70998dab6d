from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection

from crossdock.models.only_one import only_one
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def migrate() -> None:
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()


def waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        waiting: int = cursor.fetchone()[0]
    return waiting > 0


def test_one_host_waits_for_the_other() -> None:
    with ThreadPoolExecutor(1) as threads:
        with only_one("migrate"):
            here = threads.submit(migrate)
            wait_until(waits)
            assert not here.done()
        here.result(timeout=60)
