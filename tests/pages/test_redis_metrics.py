from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dramatiq
import pytest
import redis

from crossdock.pages import redis_metrics
from crossdock.pages.redis_metrics import redis_figures
from crossdock.redis_state import signs


def figures() -> dict[str, Any]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in redis_figures()
        for sample in family.samples
    }


def test_messages_that_wait_and_processes_that_were_seen() -> None:
    before = figures()["crossdock_messages", "long"]
    actor = dramatiq.get_broker().get_actor("refresh_offers")
    actor.send("00000000-0000-0000-0000-000000000000", 1)
    signs.give("worker", "host-a:17")
    now = figures()
    assert now["crossdock_redis_up",] == 1
    assert now["crossdock_messages", "long"] == before + 1
    assert 0 <= now["crossdock_process_seen_seconds", "worker", "host-a", "17"] < 10


def test_without_redis_that_alone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def away() -> Iterator[None]:
        raise redis.ConnectionError
        yield

    monkeypatch.setattr(redis_metrics, "connected", away)
    assert figures() == {("crossdock_redis_up",): 0}
