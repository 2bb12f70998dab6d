from typing import Any

import redis
from dramatiq.brokers.redis import RedisBroker


class Broker(RedisBroker):
    """Dramatiq's Redis broker, made to give a dead worker's messages back in seconds.

    By default they come back after minutes: after 60 s without a heartbeat, and then only by a
    draw of one in a thousand commands. A maintenance chance of a million is "always". The
    heartbeat leaves room for code that holds the interpreter's lock for some seconds.
    """

    def __init__(self, *, url: str, **options: Any) -> None:
        client = redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=2)
        super().__init__(  # type: ignore[no-untyped-call]
            client=client, heartbeat_timeout=15_000, maintenance_chance=1_000_000, **options
        )
