"""How long it takes from the commit of a submission until an idle worker has claimed it."""

import statistics
import time
from random import Random

from django.db import transaction

from tests.faults import report
from tests.faults.installation import Installation
from tests.faults.jobs import SMALL, submit
from tests.faults.waiting import wait_for

LIMIT = 0.150
"""Seconds that the median must not exceed."""


def run(site: Installation, trials: int) -> int:
    """Print the median and the 95th percentile; returns the exit code."""
    random = Random("pickup")
    site.start("worker")
    warm_up = submit(SMALL)
    wait_for(lambda: warm_up.has_ended, "the first task")
    seconds = []
    for _number in range(trials):
        time.sleep(random.uniform(0.5, 2))  # so that the worker has been idle for a while
        committed: list[float] = []
        with transaction.atomic():
            transaction.on_commit(lambda: committed.append(time.time()))  # noqa: B023
            job = submit(SMALL)
        wait_for(lambda: job.has_ended, "the end")  # noqa: B023
        started_at = job.read().started_at
        assert started_at is not None
        seconds.append(started_at.timestamp() - committed[0])
    median, late = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    report.say(
        f"pick-up by an idle worker, {trials} trials: median {1000 * median:.0f} ms, "
        f"95% within {1000 * late:.0f} ms, worst {1000 * max(seconds):.0f} ms"
    )
    return int(median > LIMIT)
