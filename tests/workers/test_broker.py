import dramatiq
from django.conf import settings

from crossdock.redis_state.client import TIMEOUT
from crossdock.workers.broker import PATIENT, Broker


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
