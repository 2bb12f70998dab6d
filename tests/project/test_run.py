"""`make run`, for real."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from project import services
from tests.faults.outages import Browser
from tests.processes import ROOT, free_port, wait_for_page

END_SECONDS = 15
MAX_CONNECTIONS = 15
"""To PostgreSQL, of all processes of a host: docs/operations.md adds them up."""

UNDER_WAY = """
    SELECT count(*) FROM crossdock_crossdocktask WHERE status IN ('PENDING', 'RUNNING')
"""
CONNECTIONS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
SUBMIT = """
import django
django.setup()
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from crossdock.models import CrossDockTask, SupplierGroup
for lines in (4_000, 10_000) * 2:
    task = CrossDockTask(filename="list.csv", user=User.objects.first(), lookback_days=3)
    task.supplier_group, task.is_long = SupplierGroup.objects.first(), lines == 10_000
    content = "Brand;Article;Quantity\\n" + "BOSCH;0986424502;1\\n" * lines
    task.request_file.save("list.csv", ContentFile(content.encode()), save=False)
    task.submit()
"""
NAMED = ("DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", "DJANGO_SETTINGS_MODULE", "SECRET_KEY")


def environment(var: Path, port: int, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NAMED}
    return kept | {"VAR_DIR": str(var), "PORT": str(port)} | settings


def refusal(var: Path, port: int, **settings: str) -> str:
    """What `make run` says that does not start."""
    run = subprocess.run(
        [sys.executable, "-m", "project.run"],
        cwd=ROOT,
        env=environment(var, port, **settings),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 1
    return run.stderr


@contextmanager
def running(var: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """A `make run` that is told to end at the block's end, if not before, and leaves nothing."""
    run = subprocess.Popen(
        [sys.executable, "-m", "project.run"],
        cwd=ROOT,
        env=environment(var, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield run
    finally:
        since = time.monotonic()
        run.send_signal(signal.SIGINT)
        try:
            run.wait(60)
        finally:
            run.kill()
    assert time.monotonic() - since < END_SECONDS
    assert left_over(var) == []
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def left_over(var: Path) -> list[psutil.Process]:
    of_services = [*services.Postgres(var).processes(), *services.Redis(var).processes()]
    marked = []
    for process in psutil.process_iter(["environ"]):
        if (process.info["environ"] or {}).get("CROSSDOCK_STARTED_FROM") == str(var):
            marked.append(process)
    return of_services + marked


@pytest.fixture
def var() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="a b%20#Ж-") as folder:
        yield Path(folder) / "var"


def test_a_first_look_which_is_for_this_machine_alone(var: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running(var, port) as run:
        wait_for_page(address)
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(f"{address}/static/none.css")
        assert missing.value.code == 404
        assert "DEBUG" not in missing.value.read().decode()
        login = urllib.request.urlopen(f"{address}/accounts/login/").read().decode()
        styles = re.findall(r'href="(/static/[^"]+\.css)"', login)
        assert styles
        for style in styles:
            assert (
                urllib.request.urlopen(address + style).headers["Cache-Control"].count("immutable")
            )

        name, password = (var / "logins").read_text().splitlines()[1].split()
        browser = Browser(address, name, password)
        wait_for_result(var)
        assert browser.seconds_of_a_page() < 5
        admin = Browser(address, *(var / "logins").read_text().splitlines()[0].split())
        assert most_connections(var, port, [browser, admin]) <= MAX_CONNECTIONS

        with socket.create_connection(("127.0.0.1", port)) as slow:
            slow.sendall(b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n")
            slow.sendall(b"Content-Length: 1000000\r\n\r\n")
            time.sleep(0.5)
            since = time.monotonic()
            run.send_signal(signal.SIGTERM)
            output, _errors = run.communicate(timeout=60)
            assert time.monotonic() - since < END_SECONDS
    assert run.returncode == 0
    assert f"Log in as {name} with the password {password}" in output
    start = re.sub(".*none.css.*", "", output.partition("Crossdock is running")[0])
    assert not re.search("warning|error|traceback", start, re.IGNORECASE), output
    for kind in ("web", "worker", "clock"):
        assert re.search(rf"{kind} \S+:\d+ started: database postgres at /", output)
    assert readable_by_others(var) == []
    names = {path.name for path in var.rglob("*")}
    assert {"appendonly.aof", "postgres.log", "logins", "secret_key"} <= names

    message = refusal(var, port, HOST="0.0.0.0", ALLOWED_HOSTS="crossdock.lan")
    assert "admin and buyer still have the passwords" in message
    assert left_over(var) == []


def wait_for_result(var: Path) -> None:
    """The example request has been worked on."""
    deadline = time.monotonic() + 60
    while not list(var.rglob("result-*.xlsx")):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def most_connections(var: Path, port: int, browsers: list[Browser]) -> int:
    """To PostgreSQL, while all workers work and users ask for pages: one gets few threads."""
    settings = environment(var, port, DJANGO_SETTINGS_MODULE="project.settings")
    subprocess.run([sys.executable, "-c", SUBMIT], cwd=ROOT, env=settings, check=True)
    most, deadline = 0, time.monotonic() + 60
    url = services.database_url(var)
    with psycopg.connect(url, autocommit=True) as database, ThreadPoolExecutor(12) as pages:
        burst = pages.map(lambda browser: browser.seconds_of_a_page(), browsers * 18)
        while database.execute(UNDER_WAY).fetchone() != (0,):
            assert time.monotonic() < deadline
            count = database.execute(CONNECTIONS).fetchone()
            most = max(most, *count or ())
            time.sleep(0.05)
        assert len(list(burst)) == 36
    return most


def readable_by_others(var: Path) -> list[Path]:
    open_ones = stat.S_IRWXG | stat.S_IRWXO
    return [path for path in (var, *var.rglob("*")) if path.lstat().st_mode & open_ones]


@pytest.mark.parametrize("seconds", [0.1, 0.7, 1.5, 3])
def test_ctrl_c_soon_after_the_start(seconds: float, var: Path) -> None:
    with running(var, free_port()):
        time.sleep(seconds)


def test_a_path_that_cannot_work_is_refused_with_a_way_out(tmp_path: Path) -> None:
    message = refusal(tmp_path / "a:b", free_port())
    assert "has a colon" in message
    assert "VAR_DIR=" in message
    assert message.count("\n") == 1


def test_a_port_in_use_is_refused_with_a_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        message = refusal(tmp_path, server.getsockname()[1])
    assert "Try: PORT=" in message
