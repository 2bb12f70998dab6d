import pytest

from crossdock.models import Supplier


@pytest.fixture
def supplier(db: None) -> Supplier:
    return Supplier.objects.create(code="avto", name="Автоспутник")
