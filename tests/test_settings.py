"""The settings of an installation, each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "kq3v9x2m7p1w8z5r4t6y0u_abcdefGHIJKL-NOPQRSTUVWXYZ12"

ASK = """
from django.test import Client
headers = {"X-Forwarded-Proto": "https", "Host": "crossdock.example"}
client = Client(raise_request_exception=False, headers=headers)
client.cookies["sessionid"] = "x" * 32
for address in ("/tasks/", "/accounts/login/", "/health/"):
    answer = client.get(address)
    print(answer.status_code, answer.content.decode().strip())
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What an installation has to set, on a database and a Redis that are away."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "DEBUG": "off",
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "crossdock.example",
        "DATABASE_URL": "postgres://crossdock@127.0.0.1:1/crossdock",
        "REDIS_URL": "redis://127.0.0.1:1",
        "TRUSTED_PROXIES": "1",
    }


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )


def test_djangos_own_checks_find_nothing(environment: dict[str, str]) -> None:
    found = manage(environment, "check", "--deploy", "--fail-level", "WARNING")
    assert found.returncode == 0, found.stderr
    assert "no issues (0 silenced)" in found.stdout


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "unsafe-for-development-only"}, "SECRET_KEY must have 50 random"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY must have 50 random"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must be set"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the site's own hosts"),
        ({"ALLOWED_HOSTS": "crossdock.example,*"}, "ALLOWED_HOSTS must name"),
        ({"DATABASE_URL": ""}, "DATABASE_URL must be set"),
        ({"REDIS_URL": ""}, "REDIS_URL must be set"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
    ],
)
def test_unsafe_settings_are_refused(
    changes: dict[str, str], message: str, environment: dict[str, str]
) -> None:
    refused = manage(environment | changes, "check")
    assert refused.returncode != 0
    assert message in refused.stderr


def test_a_page_says_so_when_everything_is_away(environment: dict[str, str]) -> None:
    assert manage(environment, "collectstatic", "--noinput").returncode == 0
    answers = manage(environment, "shell", "--no-imports", "-c", ASK).stdout
    assert answers.count("503 <!DOCTYPE html>") == 2
    assert answers.count("<h1>The site is busy</h1>") == 2
    assert '503 {"database": false, "redis": false}' in answers


def test_only_a_trusted_proxy_may_say_that_a_request_came_by_tls(
    environment: dict[str, str],
) -> None:
    answers = manage(environment | {"TRUSTED_PROXIES": "0"}, "shell", "--no-imports", "-c", ASK)
    assert answers.stdout.count("301") == 2  # not for the load balancer, which asks for /health/
    assert answers.stdout.count("503") == 1
