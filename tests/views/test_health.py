from typing import Any

import pytest
import redis
from django.test import Client

from crossdock.redis_state.client import client as redis_client


@pytest.fixture
def no_redis(settings: Any) -> Any:
    settings.REDIS_URL = "unix:///nowhere/socket"
    redis_client.cache_clear()
    yield
    redis_client.cache_clear()


def test_it_is_healthy(client: Client, db: None) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "redis": True}
    assert "no-store" in answer.headers["Cache-Control"]


def test_it_serves_pages_without_redis(client: Client, db: None, no_redis: None) -> None:
    with pytest.raises(redis.ConnectionError):
        redis_client().ping()
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "redis": False}
