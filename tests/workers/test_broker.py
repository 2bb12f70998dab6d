from collections.abc import Iterator
from secrets import token_hex

import dramatiq
import pytest
from django.conf import settings

from crossdock.redis_state.client import TIMEOUT
from crossdock.workers.broker import PATIENT, Broker


@pytest.fixture
def namespace() -> str:
    return f"crossdock-test-{token_hex(4)}"


@pytest.fixture
def brokers(namespace: str) -> Iterator[tuple[Broker, Broker]]:
    """Those of two workers."""
    pair = (
        Broker(url=settings.REDIS_URL, namespace=namespace, middleware=[]),
        Broker(url=settings.REDIS_URL, namespace=namespace, middleware=[]),
    )
    for broker in pair:
        dramatiq.actor(lambda: None, actor_name="work", queue_name="short", broker=broker)
    yield pair
    pair[0].flush_all()
    for key in pair[0].client.scan_iter(f"{namespace}:*"):
        pair[0].client.delete(key)


def take(broker: Broker) -> str | None:
    """A message's id, taken and not acknowledged; None without one."""
    message = next(broker.consume("short", prefetch=1, timeout=100))
    return message.message_id if message else None


def test_a_dead_workers_message_is_given_to_the_next_that_asks(
    brokers: tuple[Broker, Broker], namespace: str
) -> None:
    first, second = brokers
    sent = first.get_actor("work").send().message_id
    assert take(first) == sent
    assert take(second) is None, "the first one lives"
    first.client.zadd(f"{namespace}:__heartbeats__", {first.broker_id: 0})
    assert sent in [take(second) for _try in range(2)]


def test_workers_have_patience_with_redis_and_senders_have_none() -> None:
    broker = Broker(url=settings.REDIS_URL, middleware=[])
    timeouts = [
        connected.client.connection_pool.connection_kwargs["socket_timeout"]
        for connected in (broker, broker._sender)
    ]
    assert timeouts == [PATIENT["socket_timeout"], TIMEOUT]


def test_a_message_is_sent_in_the_brokers_own_name() -> None:
    broker = Broker(url=settings.REDIS_URL, middleware=[])
    broker.declare_queue("test-broker")
    broker.flush("test-broker")
    message: dramatiq.Message[None] = dramatiq.Message("test-broker", "nobody", (), {}, {})
    broker.enqueue(message)
    assert broker.do_qsize("test-broker") == 1
    taken = next(broker.consume("test-broker"))
    assert taken is not None
    assert taken.actor_name == "nobody"
    broker.flush("test-broker")
