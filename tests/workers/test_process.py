import logging
from typing import Any

import pytest

from crossdock.models.status import this_process
from crossdock.workers.process import say_started


def test_the_first_line_names_the_services_without_their_passwords(
    settings: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "rediss://user:secret@redis.example:6380/1"
    settings.MEDIA_ROOT, settings.STORAGE_URL = "/files", ""
    replica = {"NAME": "prices", "HOST": "replica.example", "PASSWORD": "secret"}
    monkeypatch.setitem(settings.DATABASES, "replica", replica)
    with caplog.at_level(logging.INFO):
        say_started("worker")
    (line,) = caplog.messages
    assert line.startswith(f"worker {this_process()} started: database ")
    assert "secret" not in line
    assert ", replica prices at replica.example, Redis " in line
    assert line.endswith("Redis rediss://redis.example:6380/1, files in /files")
