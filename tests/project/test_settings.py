"""The settings of an installation, each in a process of its own."""

import os
import re
import runpy
import select
import socket
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from environs import EnvError

from tests.processes import ROOT

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
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "crossdock.example",
        "DATABASE_URL": "postgres://crossdock@127.0.0.1:1/crossdock",
        "REPLICA_URL": "postgres://crossdock@127.0.0.1:2/crossdock?sslmode=require",
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


UNSAFE = (
    ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
    ({"SECRET_KEY": "unsafe-for-development-only"}, "SECRET_KEY must have 50 random"),
    ({"SECRET_KEY": "x" * 60}, "SECRET_KEY must have 50 random"),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must be set"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the site's own hosts"),
    ({"ALLOWED_HOSTS": "crossdock.example,*"}, "ALLOWED_HOSTS must name"),
    ({"REDIS_URL": ""}, "REDIS_URL must be set"),
    ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
)


def loaded(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The settings in this environment."""
    for name in os.environ:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "project" / "settings.py"))


@pytest.mark.parametrize(("changes", "message"), UNSAFE)
def test_unsafe_settings_are_refused(
    changes: dict[str, str],
    message: str,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises((ImproperlyConfigured, EnvError), match=re.escape(message)):
        loaded(environment | changes, monkeypatch)


def test_a_process_with_unsafe_settings_ends_with_the_reason(environment: dict[str, str]) -> None:
    changes, message = UNSAFE[0]
    refused = manage(environment | changes, "check")
    assert refused.returncode != 0
    assert message in refused.stderr


FIRST_LOOK = """
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from environs import EnvError
from django.test import Client
print(settings.SECRET_KEY)
for host in ("localhost", "127.0.0.1:8000", "[::1]:8000", "rebound.example"):
    print(Client(raise_request_exception=False, headers={"Host": host}).get("/health/").status_code)
"""


def test_a_first_look_has_a_key_of_its_own_and_answers_to_local_names_alone(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")}
    assert manage(environment, "collectstatic", "--noinput").returncode == 0
    outputs = [
        manage(environment, "shell", "--no-imports", "-c", FIRST_LOOK).stdout.split()
        for _start in range(2)
    ]
    assert outputs[0] == outputs[1]
    key, *statuses = outputs[0]
    assert len(key) >= 50
    assert statuses == ["503", "503", "503", "400"]
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_what_any_process_writes_is_for_its_own_user(tmp_path: Path) -> None:
    path = tmp_path / "written"
    write = f"open({str(path)!r}, 'w')"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", write]
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, umask=0o022)
    assert path.stat().st_mode & 0o777 == 0o600


def test_another_host_wants_to_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var"), "HOST": "0.0.0.0"}
    with pytest.raises(ImproperlyConfigured, match=r"With HOST=.*ALLOWED_HOSTS must be set"):
        loaded(environment, monkeypatch)
    named = loaded(environment | {"ALLOWED_HOSTS": "crossdock.lan"}, monkeypatch)
    assert named["ALLOWED_HOSTS"] == ["crossdock.lan"]


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


def relay(listener: socket.socket, target: str) -> None:
    """Pass one connection by TCP on to a unix socket, for as long as both have it open."""
    here, _address = listener.accept()
    with here, socket.socket(socket.AF_UNIX) as there:
        there.connect(target)
        ends = {here: there, there: here}
        while True:
            for end in select.select(list(ends), [], [])[0]:
                content = end.recv(65536)
                if not content:
                    return
                ends[end].sendall(content)


def test_a_database_that_vanishes_is_given_up_in_seconds() -> None:
    database = settings.DATABASES["default"]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        target = f"{database['HOST']}/.s.PGSQL.5432"
        threading.Thread(target=relay, args=(listener, target), daemon=True).start()
        address = {"host": "127.0.0.1", "port": listener.getsockname()[1]}
        with (
            psycopg.connect(user="postgres", **address, **database["OPTIONS"]) as connection,
            socket.socket(fileno=os.dup(connection.fileno())) as end,
        ):
            tcp = partial(end.getsockopt, socket.IPPROTO_TCP)
            silence = tcp(socket.TCP_KEEPIDLE) + tcp(socket.TCP_KEEPINTVL) * tcp(socket.TCP_KEEPCNT)
            assert end.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            assert silence <= 15
            assert tcp(socket.TCP_USER_TIMEOUT) == 15_000
    assert database["OPTIONS"]["connect_timeout"] == 5
