"""Trials with users' files in an object storage: workers killed around it, the storage away."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from secrets import token_hex

from django.conf import settings
from django.test import override_settings

from tests import weed
from tests.faults.installation import Installation
from tests.faults.jobs import LONG, SHORT, SMALL, Trial, submit, verdict
from tests.faults.strikes import IN_THE_END, RECOVERY
from tests.unreliable import unreliable

Row = Iterator[Trial]


@contextmanager
def in_a_bucket(endpoint: str) -> Iterator[None]:
    """Users' files of this process, and of those that are started, are in a folder of its own."""
    url = f"s3://crossdock/{token_hex(8)}?endpoint={endpoint}"
    kind = {
        "BACKEND": "crossdock.storage.objects.ObjectStorage",
        "OPTIONS": {"url": url},
    }
    storages = settings.STORAGES | {"default": kind}
    os.environ["STORAGE_URL"] = url
    try:
        with override_settings(STORAGE_URL=url, STORAGES=storages):
            yield
    finally:
        del os.environ["STORAGE_URL"]


def killed_before_publication(site: Installation, trials: int) -> Row:
    """Killed when the files are stored and the row does not point to them yet."""
    with in_a_bucket(weed.weed().endpoint):
        site.start("clock")
        for _number in range(trials):
            job = submit(SMALL)
            dying = site.start("worker", alteration="die-before-publication")
            dying.process.wait(IN_THE_END)
            since = time.monotonic()
            dying.kill()
            site.programs.remove(dying)
            worker = site.start("worker")
            yield verdict(job, since, lost_claims=1, within=RECOVERY)
            worker.end()
            site.programs.remove(worker)


def away(seconds: float) -> Callable[[Installation, int], Row]:
    """It takes requests and answers nothing, while tasks of all lengths are worked on."""

    def row(site: Installation, trials: int) -> Row:
        server = weed.weed()
        with in_a_bucket(server.endpoint):
            site.start("clock")
            site.start_workers()
            for number in range(-(-trials // 4)):
                jobs = [submit(file) for file in (SMALL, SHORT, LONG, SMALL)]
                time.sleep(number % 4)  # any point of the work
                server.signal(signal.SIGSTOP)
                time.sleep(seconds)
                server.signal(signal.SIGCONT)
                since = time.monotonic()
                for job in jobs:
                    yield verdict(job, since, within=IN_THE_END)

    return row


def unwilling(site: Installation, trials: int) -> Row:
    """It answers a tenth of the requests with 503."""
    with unreliable(every=10) as endpoint:
        weed.weed()  # sets what says who we are
        with in_a_bucket(endpoint):
            site.start("clock")
            site.start_workers()
            since = time.monotonic()
            jobs = [submit(SMALL) for _number in range(trials)]
            for job in jobs:
                yield verdict(job, since, lost_claims=0, within=IN_THE_END)
