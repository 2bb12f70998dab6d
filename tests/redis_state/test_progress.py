from uuid import uuid4

import pytest

from crossdock.progress import Progress
from crossdock.redis_state import progress
from crossdock.redis_state.client import client


@pytest.fixture
def no_redis(settings):
    settings.REDIS_URL = "unix:///nowhere/socket"
    client.cache_clear()
    yield
    client.cache_clear()


@pytest.fixture
def key():
    return f"crossdock:progress:{uuid4()}:1"


def test_without_redis_there_is_just_no_progress(no_redis, key):
    assert progress.read([key]) == [{}]
    assert progress.write(key, Progress().fields()) is False
    progress.wish_to_cancel(key)


def test_what_is_written_is_read_in_the_order_asked_for(key):
    progress.write(key, Progress(floor=7).fields())
    assert progress.read(["crossdock:progress:nobody:1", key]) == [
        {},
        {"stage": "queued", "floor": "7"},
    ]
    assert progress.read([]) == []


def test_a_wish_to_cancel_reaches_the_writer(key):
    assert progress.write(key, Progress().fields()) is False
    progress.wish_to_cancel(key)
    assert progress.write(key, Progress().fields()) is True


def test_a_wish_to_cancel_work_that_never_starts_is_forgotten(key):
    progress.wish_to_cancel(key)
    assert 0 < client().ttl(key) <= progress.EXPIRY
