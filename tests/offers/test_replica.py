"""Reading from a real replica."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from dj_database_url import parse
from django.db import DEFAULT_DB_ALIAS, connections

from crossdock.models import SupplierGroup
from crossdock.models.lifecycle import Status
from crossdock.offers import replica
from crossdock.offers.current import Refresh
from crossdock.offers.replica import REPLICA
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part
from project.postgres import database_url
from tests.factories import make_group, make_offer, make_price_list, make_supplier
from tests.offers.replica import Replica
from tests.world import *  # noqa: F403  # its fixtures

pytestmark = pytest.mark.django_db(transaction=True)

PART = Part("bosch", "0986452041")


@pytest.fixture(scope="module")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replica]:
    server = Replica(tmp_path_factory.mktemp("replica"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def standby(server: Replica) -> Iterator[Any]:
    """The connection to the replica, as REPLICA_URL gives one."""
    socket = parse(database_url(server.var))["HOST"]
    connections.databases[REPLICA] = connections.databases[DEFAULT_DB_ALIAS] | {"HOST": socket}
    connections[REPLICA].connect()  # tests may not make connections that they have not announced
    yield connections[REPLICA]
    connections[REPLICA].close()
    del connections[REPLICA], connections.databases[REPLICA]


@pytest.fixture
def group() -> SupplierGroup:
    supplier = make_supplier()
    make_offer(make_price_list(supplier), price="7")
    Refresh().run()
    return make_group(supplier)


def reads_standby(search: OfferSearch) -> bool:
    """Whether its look-up, which has to be right, comes from the replica."""
    with search.one_version():
        ((is_standby,),) = search.database.from_table("SELECT pg_is_in_recovery()", {})
        (answer,) = search.answers([PART])
        assert search.prices_as_of is not None
    assert [offer.price for offer in answer.offers] == [7]
    return bool(is_standby)


def test_what_is_committed_is_read_from_the_replica(standby, group):
    assert reads_standby(OfferSearch(group, 2, may_read_replica=True))
    assert not reads_standby(OfferSearch(group, 2))


def test_a_replica_that_is_behind_is_not_read(standby, group, monkeypatch):
    monkeypatch.setattr(replica, "MAX_DELAY", 0.05)
    with standby.cursor() as cursor:
        cursor.execute("SELECT pg_wal_replay_pause()")
        try:
            group.suppliers.get().price_lists.update(filename="a change")
            assert not reads_standby(OfferSearch(group, 2, may_read_replica=True))
        finally:
            cursor.execute("SELECT pg_wal_replay_resume()")


def test_what_a_replica_is_about_to_replay_keeps_nobody_waiting_for_good(
    standby, group, monkeypatch
):
    monkeypatch.setattr(replica, "LOCK_SECONDS", 0.1)
    search = OfferSearch(group, 2, may_read_replica=True)
    primary = connections[DEFAULT_DB_ALIAS]
    with psycopg.connect(**primary.get_connection_params()) as other:
        other.execute("LOCK TABLE crossdock_offerchange IN ACCESS EXCLUSIVE MODE")
        with primary.cursor() as cursor:  # a commit that is sent to the replica, the lock with it
            cursor.execute("SET synchronous_commit = on")
            cursor.execute("UPDATE crossdock_supplier SET name = name")
            cursor.execute("SET lock_timeout = '20s'")  # should that be read
        assert reads_standby(search)  # by the original query
        other.rollback()


def test_a_replica_that_breaks_off_is_not_read(standby, group, server, caplog):
    with psycopg.connect(database_url(server.var)) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
    assert not reads_standby(OfferSearch(group, 2, may_read_replica=True))
    assert "the replica does not answer" in caplog.text


def test_a_task_that_was_broken_off_reads_the_primary(pending):
    assert pending.mark_as_running()
    assert pending.is_first_claim
    assert pending.try_later()
    assert pending.status == Status.PENDING
    assert pending.mark_as_running()
    assert not pending.is_first_claim
