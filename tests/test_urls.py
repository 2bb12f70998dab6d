"""What the rights matrix (tests/views/rights) does not see of the addresses."""

from collections import Counter

import pytest
from django.urls import Resolver404, resolve

from crossdock.urls import app_name, urlpatterns


def test_each_address_has_a_name_of_its_own_and_ends_in_a_slash() -> None:
    names = Counter(pattern.name for pattern in urlpatterns if hasattr(pattern, "name"))
    assert [name for name, count in names.items() if name is None or count > 1] == []
    routes = [str(pattern.pattern) for pattern in urlpatterns]
    assert [route for route in routes if route and not route.endswith(("/", ".json", ".csv"))] == []


def test_what_is_no_id_is_no_address() -> None:
    assert resolve("/").namespace == app_name
    with pytest.raises(Resolver404):
        resolve("/tasks/1/")
