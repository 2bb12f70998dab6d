"""Trials of what must not stop the pages: slow clients, locked tasks, a PostgreSQL that hangs."""

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import psutil
from django.db import connection

from tests.faults.installation import Installation
from tests.faults.jobs import Trial
from tests.faults.outages import Browser, Row
from tests.processes import wait_for_page

PAGE_SECONDS, HEALTH_SECONDS, LOGIN_SECONDS = 2.0, 2.0, 8.0
SILENT = "POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200\r\n\r\n"


def slow_clients(count: int) -> Callable[[Installation, int], Row]:
    """So many logins that announce a body and send none: the table of tasks comes all the same."""

    def row(site: Installation, trials: int) -> Row:
        browser = _browser(site)
        with ExitStack() as stack:
            for _number in range(count):
                client = stack.enter_context(socket.create_connection(("127.0.0.1", site.port)))
                client.sendall(SILENT.encode())
            for _trial in range(trials):
                seconds = browser.seconds_of_a_page()
                yield Trial(seconds, "too slow" if seconds > PAGE_SECONDS else "")

    return row


def bursts_of_pages(site: Installation, trials: int) -> Row:
    """Bursts of 20 page loads: the connections to PostgreSQL do not become more."""
    browser = _browser(site)
    for _trial in range(trials):
        began = time.monotonic()
        with ThreadPoolExecutor(20) as pool:
            list(pool.map(lambda _page: browser.seconds_of_a_page(), range(20)))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE client_port IS NOT NULL")
            count = cursor.fetchone()[0]
        ours = count - 1  # this one
        yield Trial(time.monotonic() - began, f"{ours} connections" if ours > 6 else "")


def tasks_locked(site: Installation, trials: int) -> Row:
    """Somebody locks the tasks: others still log in, and /health/ is well."""
    _browser(site)
    for _trial in range(trials):
        with connection.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE crossdock_crossdocktask")
            try:
                began = time.monotonic()
                status = _health(site)
                is_well = status == 200 and time.monotonic() - began < HEALTH_SECONDS
                with suppress(urllib.error.HTTPError):  # after the login: the table is busy
                    Browser(_address(site))
                seconds = time.monotonic() - began
            finally:
                cursor.execute("ROLLBACK")
        mistake = "" if is_well else f"/health/ said {status}"
        yield Trial(seconds, mistake or ("too slow" if seconds > LOGIN_SECONDS else ""))


def postgres_hung(site: Installation, trials: int) -> Row:
    """PostgreSQL stops with SIGSTOP while pages are asked for: /health/ says so in time."""
    _browser(site)
    pid = int((site.var / "postgres" / "postmaster.pid").read_text().split()[0])
    for _trial in range(trials):
        server = psutil.Process(pid)
        processes = [server, *server.children()]
        for process in processes:
            process.suspend()
        try:
            began = time.monotonic()
            status = _health(site)
            seconds = time.monotonic() - began
        finally:
            for process in processes:
                process.resume()
        yield Trial(seconds, "" if status == 503 and seconds < HEALTH_SECONDS else f"{status}")
        wait_for_page(_address(site))


def _browser(site: Installation) -> Browser:
    site.have("web")
    wait_for_page(_address(site))
    return Browser(_address(site))


def _address(site: Installation) -> str:
    return f"http://127.0.0.1:{site.port}"


def _health(site: Installation) -> int:
    try:
        with urllib.request.urlopen(f"{_address(site)}/health/", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
