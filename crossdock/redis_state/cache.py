from contextlib import suppress
from typing import Any, NoReturn

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import RedisError

from crossdock.redis_state import client

LONGEST = 600
"""Seconds. What could not be deleted while Redis was away, such as the session of somebody who
logged out, lives on for no longer than this."""


class _ForgivingClient(RedisCacheClient):
    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **client.options(), **options)

    def get(self, key: Any, default: Any) -> Any:
        with suppress(RedisError):
            return super().get(key, default)
        return default

    def has_key(self, key: Any) -> bool:
        with suppress(RedisError):
            return super().has_key(key)
        return False

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        with suppress(RedisError):
            return super().add(key, value, timeout)
        return False

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        with suppress(RedisError):
            super().set(key, value, timeout)

    def touch(self, key: Any, timeout: Any) -> bool:
        with suppress(RedisError):
            return super().touch(key, timeout)
        return False

    def delete(self, key: Any) -> bool:
        with suppress(RedisError):
            return super().delete(key)
        return False


class ForgivingRedisCache(RedisCache):
    """Redis as a cache that may be away: then every read is a miss, and nothing is written."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _ForgivingClient

    def get_backend_timeout(self, timeout: float | None = DEFAULT_TIMEOUT) -> int:
        """Seconds until a value is forgotten, LONGEST at most."""
        seconds = super().get_backend_timeout(timeout)
        return LONGEST if seconds is None else min(int(seconds), LONGEST)

    def clear(self) -> NoReturn:
        """Refuse: the whole database would be flushed, and the queue is in it."""
        raise NotImplementedError
