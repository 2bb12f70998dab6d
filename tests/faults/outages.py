"""Trials in which what surrounds the workers goes away: the web, Redis, PostgreSQL."""

import http.cookiejar
import re
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random
from secrets import token_hex

from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.redis_state.client import SKIP_SECONDS
from tests.faults.installation import WORKERS, Installation
from tests.faults.jobs import (
    GROUP,
    LONG,
    LOOKBACK_DAYS,
    SHORT,
    SMALL,
    USER,
    Job,
    Trial,
    submit,
    verdict,
)
from tests.faults.waiting import wait_for
from tests.processes import wait_for_page

Row = Iterator[Trial]

MAX_DELAY = 0.3
"""Seconds that a page may take longer while Redis hangs."""


class Browser:
    """A user who is logged in and uploads."""

    def __init__(self, address: str, user: str = USER, password: str = USER) -> None:
        self._address = address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)
        self._form("/accounts/login/", {"username": user, "password": password})

    def prepare_upload(self) -> None:
        """Fetch the form, as the user's browser did long before."""
        self._token = self._csrf_token("/tasks/new/")

    def upload(self) -> None:
        """Post the file; the answer of a web that was killed meanwhile is none."""
        fields = {
            "csrfmiddlewaretoken": self._token,
            "supplier_group": str(SupplierGroup.objects.get(name=GROUP).pk),
            "lookback_days": str(LOOKBACK_DAYS),
        }
        boundary = token_hex(8)
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        parts.append(
            f"--{boundary}\r\nContent-Disposition: form-data; "
            f'name="file"; filename="{SMALL.name}"\r\n\r\n'
        )
        body = "".join(parts).encode() + SMALL.path.read_bytes() + f"\r\n--{boundary}--".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        self._opener.open(
            urllib.request.Request(f"{self._address}/tasks/new/", body, headers), timeout=30
        ).close()

    def seconds_of_a_page(self) -> float:
        """How long the table of tasks takes."""
        began = time.monotonic()
        self._opener.open(f"{self._address}/tasks/", timeout=30).read()
        return time.monotonic() - began

    def _form(self, path: str, fields: dict[str, str]) -> None:
        fields |= {"csrfmiddlewaretoken": self._csrf_token(path)}
        self._opener.open(
            self._address + path, urllib.parse.urlencode(fields).encode(), timeout=30
        ).close()

    def _csrf_token(self, path: str) -> str:
        with self._opener.open(self._address + path, timeout=30) as page:
            found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
        assert found is not None, f"no form at {path}"
        return found[1]


def web_killed(site: Installation, trials: int) -> Row:
    """A real upload, then kill -9 of the web: as soon as the task is there, or after the answer."""
    site.start_workers()
    site.start("clock")
    address = f"http://127.0.0.1:{site.port}"
    for number in range(trials):
        web = site.start("web")
        wait_for_page(address)
        browser = Browser(address)
        browser.prepare_upload()
        known = set(CrossDockTask.objects.values_list("pk", flat=True))
        new = CrossDockTask.objects.exclude(pk__in=known)
        uploading = threading.Thread(target=_upload, args=(browser,))
        uploading.start()
        if number % 2:
            uploading.join()
        else:
            wait_for(new.exists, "the task", 30, every=0.0005)
        web.kill()
        since = time.monotonic()
        site.programs.remove(web)
        uploading.join()
        yield verdict(Job(new.get().pk, SMALL), since)


def _upload(browser: Browser) -> None:
    with suppress(OSError, http.client.HTTPException):
        browser.upload()


def redis_flushed(site: Installation, trials: int) -> Row:
    """FLUSHALL while some tasks run and the others are queued."""
    jobs = _some_run_the_rest_waits(site, trials)
    since = time.monotonic()
    site.redis().flushall()
    for job in jobs:
        yield verdict(job, since)


def redis_stopped(seconds: float) -> Callable[[Installation, int], Row]:
    """Redis stopped for so long while tasks run, wait and come in; the time is from its return."""

    def row(site: Installation, trials: int) -> Row:
        jobs = _some_run_the_rest_waits(site, -(-trials * 2 // 3))
        site.stop_redis()
        back_at = time.monotonic() + seconds
        jobs += [submit(SMALL) for _each in range(-(-trials // 3))]
        time.sleep(max(0, back_at - time.monotonic()))
        site.start_redis()
        since = time.monotonic()
        for job in jobs:
            yield verdict(job, since)

    return row


def _slowest_page(browser: Browser, until: float) -> float:
    seconds = [browser.seconds_of_a_page()]
    while time.monotonic() < until:
        seconds.append(browser.seconds_of_a_page())
    return max(seconds)


def redis_hung(seconds: float) -> Callable[[Installation, int], Row]:
    """Redis hangs for so long: pages come, uploads are kept; the time is from its return."""

    def row(site: Installation, trials: int) -> Row:
        site.have("clock", *WORKERS, "web")
        address = f"http://127.0.0.1:{site.port}"
        wait_for_page(address)
        browser = Browser(address)
        usual = max(browser.seconds_of_a_page() for _page in range(20))
        slowest = 0.0
        before = set(CrossDockTask.objects.values_list("pk", flat=True))
        with site.hanging_redis():
            back_at = time.monotonic() + seconds
            for _number in range(trials):
                slowest = max(slowest, browser.seconds_of_a_page())
                browser.prepare_upload()
                _upload(browser)
            slowest = max(slowest, _slowest_page(browser, back_at))
        since = time.monotonic()
        if slowest - usual > MAX_DELAY:  # once it may be the machine, which others use too
            time.sleep(SKIP_SECONDS)  # until Redis is asked again
            with site.hanging_redis():
                slowest = _slowest_page(browser, time.monotonic() + seconds)
        late = slowest - usual > MAX_DELAY
        slow = f"a page took {slowest:.2f} s instead of {usual:.2f} s" if late else ""
        uploads = CrossDockTask.objects.exclude(pk__in=before).values_list("pk", flat=True)
        for pk in uploads:
            trial = verdict(Job(pk, SMALL), since)
            yield Trial(trial.seconds, slow or trial.mistake)
        if len(uploads) != trials:
            yield Trial(0, f"{len(uploads)} of {trials} uploads are there")

    return row


def postgres_restarted(site: Installation, trials: int) -> Row:
    """PostgreSQL restarted at once, in the middle of all stages; some rounds."""
    random = Random("postgres")
    site.have("clock", *WORKERS)
    while trials > 0:
        files = (LONG, SHORT, SMALL, LONG, SHORT, SMALL)
        jobs = [submit(file) for file in files[: max(trials, 3)]]
        wait_for(jobs[0].has_begun, "a task that runs")
        time.sleep(random.uniform(0, 4))  # to strike at any point
        since = time.monotonic()
        site.restart_postgres()
        for job in jobs:
            yield verdict(job, since)
            trials -= 1


def _some_run_the_rest_waits(site: Installation, count: int) -> list[Job]:
    """Submit so many, most of which are still queued when the first runs."""
    site.have("clock", *WORKERS)
    files = (LONG, SHORT, LONG, SMALL, SHORT, SMALL)
    jobs = [submit(files[number % len(files)]) for number in range(count)]
    wait_for(jobs[0].has_begun, "a task that runs")
    return jobs
