from typing import Any

import pytest
from django.core.cache import cache, caches


@pytest.fixture
def away(settings: Any) -> Any:
    lost = {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/redis.sock"}
    settings.CACHES = {**settings.CACHES, "lost": lost}
    return caches["lost"]


def test_what_is_written_is_read() -> None:
    cache.set("key", {"a": "ж"}, 30)
    assert cache.get("key") == {"a": "ж"}
    assert "key" in cache
    assert cache.delete("key")
    assert cache.get("key", "missing") == "missing"


@pytest.mark.parametrize("timeout", [None, 14 * 24 * 3600])
def test_nothing_is_kept_for_long(timeout: int | None) -> None:
    cache.set("key", 1, timeout)
    connection: Any = cache._cache  # type: ignore[attr-defined]
    assert 0 < connection.get_client().ttl(cache.make_key("key")) <= 600


def test_without_redis_a_read_is_a_miss_and_nothing_is_written(away: Any) -> None:
    assert away.get("key", "missing") == "missing"
    assert "key" not in away
    assert not away.add("key", 1)
    assert not away.touch("key")
    assert not away.delete("key")
    away.set("key", 1)


def test_the_cache_is_never_flushed_for_the_queue_is_beside_it() -> None:
    with pytest.raises(NotImplementedError):
        cache.clear()
