from datetime import timedelta

import pytest

from crossdock.redis_state import signs
from crossdock.redis_state.client import connected
from tests.waiting import wait_until


@pytest.fixture(autouse=True)
def nobody() -> None:
    with connected() as client:
        for key in client.scan_iter("crossdock:process:*"):
            client.delete(key)


def test_who_gives_signs_was_seen_just_now() -> None:
    signs.give("worker", "host-a:17")
    signs.give_for_ever("clock", "host-b:4")
    wait_until(lambda: len(signs.ages()) == 2)
    assert all(0 <= age < 10 for age in signs.ages().values())
    assert set(signs.ages()) == {("worker", "host-a", "17"), ("clock", "host-b", "4")}


def test_who_gave_one_some_minutes_ago_was_seen_then() -> None:
    signs.give("web", "host-a:18")
    with connected() as client:
        client.expire("crossdock:process:web:host-a:18", signs.KEPT - timedelta(minutes=5))
    assert 300 <= signs.ages()["web", "host-a", "18"] < 310
