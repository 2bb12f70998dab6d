from typing import Any

import pytest

from crossdock.live import at_hand
from tests.live.site import Site
from tests.world import *  # noqa: F403  # its fixtures


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Site:
    monkeypatch.setattr(at_hand, "TOKENS_SECONDS", 0)
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    return Site()
