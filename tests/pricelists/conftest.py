from pathlib import Path

import pytest

from crossdock.models import Supplier


@pytest.fixture
def supplier(db: None) -> Supplier:
    return Supplier.objects.create(code="avto", name="Автоспутник")


@pytest.fixture
def price_list(tmp_path: Path) -> Path:
    """Where a test may write its list."""
    return tmp_path / "list.csv"
