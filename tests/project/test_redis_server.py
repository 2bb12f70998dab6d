from pathlib import Path

import pytest
import redis

from project import services


def test_a_damaged_append_only_file_is_set_aside(
    var: Path, embedded: None, capsys: pytest.CaptureFixture[str]
):
    with services.running(var):
        client = redis.Redis.from_url(services.redis_url(var))
        for number in range(100):
            client.set(f"key {number}", "x" * 100)
    file = var / "redis" / "appendonly.aof"
    content = bytearray(file.read_bytes())
    content[5000:5100] = b"?" * 100
    file.write_bytes(content)
    with services.running(var):
        assert redis.Redis.from_url(services.redis_url(var)).dbsize() == 0
    (aside,) = file.parent.glob("appendonly.aof.damaged-*")
    assert aside.read_bytes() == content
    assert str(aside) in capsys.readouterr().out
