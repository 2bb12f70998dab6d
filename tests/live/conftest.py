from typing import Any

import pytest

from crossdock.live import middleware
from tests.live.site import Site
from tests.world import *  # noqa: F403  # its fixtures


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Site:
    monkeypatch.setattr(middleware, "TOKENS_SECONDS", 0)
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    return Site()
