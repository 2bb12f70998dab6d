from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def status(client: Client, **headers: str) -> int:
    return client.get("/metrics/", headers=headers).status_code


def test_whoever_is_on_this_machine_may_ask(client: Client) -> None:
    answer = client.get("/metrics/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert (
        b'crossdock_tasks{kind="request_file",queue="short",status="pending"} 0.0' in answer.content
    )


def test_a_proxy_on_this_machine_is_not_this_machine(client: Client, settings: Any) -> None:
    assert status(client, x_forwarded_for="203.0.113.7") == 403
    assert status(client, via="1.1 proxy") == 403
    assert client.get("/metrics/", REMOTE_ADDR="203.0.113.7").status_code == 403
    settings.TRUSTED_PROXIES = 1
    assert status(client) == 403


def test_with_a_token_nothing_else_counts(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "k-1"
    assert status(client) == 403
    assert status(client, authorization="Bearer k-2") == 403
    assert status(client, authorization="Bearer ключ") == 403
    elsewhere = {"REMOTE_ADDR": "203.0.113.7", "HTTP_AUTHORIZATION": "Bearer k-1"}
    assert client.get("/metrics/", **elsewhere).status_code == 200
