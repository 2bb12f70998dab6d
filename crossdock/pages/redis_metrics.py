"""What monitoring asks for that stands in Redis."""

from collections.abc import Iterator

import redis
from prometheus_client.core import GaugeMetricFamily

from crossdock.redis_state import signs
from crossdock.redis_state.client import connected

QUEUES = ("short", "long")


def redis_figures() -> Iterator[GaugeMetricFamily]:
    """Whether Redis answers, and if it does, how many messages wait and when who was last seen."""
    try:
        with connected() as client:
            waiting = {queue: int(client.llen(f"dramatiq:{queue}")) for queue in QUEUES}
        ages = signs.ages()
    except redis.RedisError:
        yield GaugeMetricFamily("crossdock_redis_up", "Whether Redis answers", 0)
        return
    yield GaugeMetricFamily("crossdock_redis_up", "Whether Redis answers", 1)
    messages = GaugeMetricFamily("crossdock_messages", "Messages that wait", labels=("queue",))
    for queue, count in waiting.items():
        messages.add_metric((queue,), count)
    seen = GaugeMetricFamily(
        "crossdock_process_seen_seconds",
        "Since a process was last seen",
        labels=("kind", "host", "process"),
    )
    for labels, age in ages.items():
        seen.add_metric(labels, age)
    yield from (messages, seen)
