from typing import Any

from dramatiq.brokers.redis import RedisBroker

from crossdock.redis_state.address import redis_at
from crossdock.redis_state.client import breaker, options

PATIENT = {"socket_timeout": 5, "socket_connect_timeout": 2}


class Broker(RedisBroker):
    """Dramatiq's Redis broker, made to give a dead worker's messages back in seconds.

    By default they come back after minutes: after 60 s without a heartbeat, and then only by a
    draw of one in a thousand commands. A maintenance chance of a million is "always". The
    heartbeat leaves room for code that holds the interpreter's lock for some seconds.

    Workers wait patiently for Redis, a page that announces a task does not: what it cannot announce
    is announced by the sweep.
    """

    def __init__(self, *, url: str, middleware: Any = None, namespace: str = "dramatiq") -> None:
        common = {
            "namespace": namespace,
            "heartbeat_timeout": 15_000,
            "maintenance_chance": 1_000_000,
        }
        client = redis_at(url, **PATIENT)
        super().__init__(  # type: ignore[no-untyped-call]
            client=client, middleware=middleware, **common
        )
        sender = redis_at(url, **options())
        self._sender = RedisBroker(client=sender, middleware=[], **common)  # type: ignore[no-untyped-call]
        self._sender.broker_id = self.broker_id

    def do_enqueue(self, queue_name: str, message_id: str, message: bytes) -> None:
        """Put a message into a queue. Raises redis.RedisError, at once while Redis is skipped."""
        with breaker:
            self._sender.do_enqueue(queue_name, message_id, message)
