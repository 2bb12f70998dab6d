from typing import Any

import pytest
from django.test import Client

from crossdock.models import CrossDockTask, SupplierGroup
from tests.views.conftest import HTMX
from tests.views.test_tasks import upload


@pytest.mark.parametrize("address", ["/", "/tasks/", "/tasks/new/", "/tasks/template/"])
def test_nobody_sees_a_page_without_logging_in(address: str, client: Client) -> None:
    assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"


def test_a_session_that_has_ended_sends_a_polling_page_to_the_login(client: Client) -> None:
    headers = {**HTMX, "HX-Current-URL": "http://testserver/tasks/?page=2"}
    answer = client.get("/tasks/rows/?page=2", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/tasks/%3Fpage%3D2"


def test_the_login_page_is_there_for_everybody(client: Client, db: None) -> None:
    assert client.get("/accounts/login/").status_code == 200


def test_an_upload_that_is_too_large_is_refused(
    as_alice: Client, group: SupplierGroup, settings: Any
) -> None:
    settings.MAX_UPLOAD_MB = 1
    answer = upload(as_alice, group, content=b"x" * 3 * 2**20)
    assert answer.status_code == 413
    assert "up to 1 MB" in answer.content.decode()
    assert not CrossDockTask.objects.exists()


def test_somebody_who_is_not_logged_in_sends_no_files(client: Client, group: SupplierGroup) -> None:
    assert upload(client, group, content=b"x" * 2 * 2**20).status_code == 413
    assert upload(client, group).status_code == 302
