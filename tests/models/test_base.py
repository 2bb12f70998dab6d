from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_supplier

pytestmark = pytest.mark.django_db


def test_a_row_comes_to_be_by_the_databases_clock_not_the_hosts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ahead = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: ahead)
    assert make_supplier().created_at < ahead - timedelta(hours=1)
