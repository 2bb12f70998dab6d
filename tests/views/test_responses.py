from types import SimpleNamespace
from typing import Any

import pytest

from crossdock.views.responses import redirect_client


@pytest.mark.parametrize(
    ("htmx", "status", "header"), [(False, 302, "Location"), (True, 200, "HX-Redirect")]
)
def test_the_browser_goes_there(htmx: bool, status: int, header: str) -> None:
    request: Any = SimpleNamespace(htmx=htmx)
    answer = redirect_client(request, "/tasks/")
    assert (answer.status_code, answer.headers[header]) == (status, "/tasks/")
