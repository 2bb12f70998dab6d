"""Which Redis a REDIS_URL means: one at an address, or the one that sentinels name as master."""

from typing import Any
from urllib.parse import unquote, urlsplit

import redis
from redis.sentinel import Sentinel

SENTINEL_PORT = 26379


def redis_at(url: str, **options: Any) -> redis.Redis:
    """A client, not yet connected, with the client's options.

    `url` is as redis-py takes it, or `sentinel://[[user]:password@]host[:port],host,…/name/0`: the
    master of that name, as any of the sentinels says at each new connection, and its database
    number. User and password are the master's. Raises ValueError for a URL that is neither.
    """
    parts = urlsplit(url)
    if parts.scheme != "sentinel":
        return redis.Redis.from_url(url, **options)
    account, _, hosts = parts.netloc.rpartition("@")
    user, _, password = account.partition(":")
    name, _, database = parts.path.strip("/").partition("/")
    if not hosts or not name:
        raise ValueError("REDIS_URL must name sentinels and a master: sentinel://host,host/name/0")
    timeouts = {key: value for key, value in options.items() if key.startswith("socket_")}
    sentinels = [_address(host) for host in hosts.split(",")]
    sentinel = Sentinel(sentinels, sentinel_kwargs=timeouts)  # type: ignore[no-untyped-call]
    client: redis.Redis = sentinel.master_for(  # type: ignore[no-untyped-call]
        name,
        db=int(database or 0),
        username=unquote(user) or None,
        password=unquote(password) or None,
        **options,
    )
    return client


def _address(host: str) -> tuple[str, int]:
    parts = urlsplit(f"//{host}")
    return parts.hostname or "", parts.port or SENTINEL_PORT
