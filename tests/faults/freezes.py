"""Trials in which workers stand still between their claim and their work, and wake too late."""

import signal
import time
from collections.abc import Iterator
from datetime import datetime

import psutil

from tests.faults.installation import Installation, Program
from tests.faults.jobs import SMALL, Job, Trial, submit, verdict
from tests.faults.strikes import RECOVERY, wait_until_idle
from tests.faults.waiting import insist, wait_for

SLEEPERS = 5
"""Workers that stand still at once: all wait for the end of their leases together."""

Traces = tuple[datetime, int, dict[str, tuple[int, int]]]
"""When the row was changed, when something was made or removed in the task's folder, and of each
file in it the inode and when it was written."""


def frozen_after_claim(site: Installation, trials: int) -> Iterator[Trial]:
    """Workers stop right after a claim, others do their tasks, and they wake again.

    They must leave no trace, though none has looked yet at what has become of its claim.
    """
    while trials > 0:
        sleepers = [
            site.start("worker", alteration="freeze-after-claim")
            for _number in range(min(trials, SLEEPERS))
        ]
        jobs = list(_jobs_that_freeze(sleepers))
        clock, successor = site.start("clock"), site.start("worker")
        since = time.monotonic()
        ended = [verdict(job, since, within=RECOVERY) for job in jobs]
        before = [_traces(job) for job in jobs]
        for program in sleepers:
            program.signal(signal.SIGCONT)
        time.sleep(1)  # so that each has been given the processor
        wait_until_idle(sleepers)
        for job, trial, traces in zip(jobs, ended, before, strict=True):
            touched = "" if _traces(job) == traces else f"{job.id} was touched"
            yield Trial(trial.seconds, trial.mistake or touched or verdict(job, since).mistake)
        for program in (*sleepers, clock, successor):
            program.end()
            site.programs.remove(program)
        trials -= len(jobs)


def _jobs_that_freeze(sleepers: list[Program]) -> Iterator[Job]:
    """A job for each sleeper, which takes it and stops."""

    def frozen() -> int:
        return sum(map(_is_frozen, sleepers))

    for number in range(1, len(sleepers) + 1):
        yield submit(SMALL)
        wait_for(lambda number=number: frozen() >= number, "a frozen worker", 60)  # type: ignore[misc]


def _is_frozen(program: Program) -> bool:
    return any(process.status() == psutil.STATUS_STOPPED for process in program.members())


def _traces(job: Job) -> Traces:
    files = {path.name: path.stat() for path in job.folder.iterdir()}
    return (
        insist(job.read).updated_at,
        job.folder.stat().st_mtime_ns,
        {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in files.items()},
    )
