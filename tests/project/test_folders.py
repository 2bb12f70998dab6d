import os
from pathlib import Path
from typing import Any

import pytest
import redis

from project import services
from project.folders import SOCKET_PATH_MAX, CannotStartError, private_folder, socket_folder
from tests.project.embedded import query, socket_of


def test_a_folder_too_deep_for_a_socket(var: Path, embedded: None):
    deep = var / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    with services.running(deep):
        assert query(deep, "SELECT 1") == [(1,)]
        assert redis.Redis.from_url(services.redis_url(deep)).ping()
        for url in (services.database_url(deep), services.redis_url(deep)):
            socket = socket_of(url)
            assert not socket.is_relative_to(var)
            assert socket.parent.stat().st_mode & 0o777 == 0o700
            assert socket.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("service", [services.Postgres, services.Redis])
@pytest.mark.parametrize("trap", ["open", "link"])
def test_a_socket_folder_that_others_may_use_is_refused(service: Any, trap: str, var: Path):
    deep = var / ("d" * 60) / ("e" * 60)
    url = services.database_url if service is services.Postgres else services.redis_url
    folder = socket_of(url(deep)).parent
    if trap == "open":
        folder.mkdir()
        folder.chmod(0o777)
    else:
        folder.symlink_to(var)
    try:
        with pytest.raises(CannotStartError, match="others may use this folder"):
            service(deep).start()
    finally:
        service(deep).stop()
        folder.unlink() if trap == "link" else folder.rmdir()


def test_what_an_older_version_left_readable_is_closed(var: Path, embedded: None):
    (var / "redis").mkdir(mode=0o755)
    (var / "redis").chmod(0o755)
    with services.running(var):
        assert (var / "redis").stat().st_mode & 0o777 == 0o700


def test_a_private_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True, mode=0o755)
    assert private_folder(folder, os.getuid()).stat().st_mode & 0o777 == 0o700


def test_a_socket_whose_path_is_too_long_has_a_folder_of_its_own(tmp_path: Path) -> None:
    assert socket_folder(Path("/v"), "redis", "socket") == Path("/v/redis")
    deep = socket_folder(tmp_path / ("d" * 100), "redis", "socket")
    assert len(str(deep / "socket")) < SOCKET_PATH_MAX
    assert deep != socket_folder(tmp_path / ("d" * 100), "postgres", "socket")
