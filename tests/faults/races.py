"""Trials in which two do the same at once: deliveries, cancel and finish, two retries."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from random import Random

import dramatiq
from django.db import connection

from crossdock.models.lifecycle import Status
from tests.faults.installation import Installation
from tests.faults.jobs import SMALL, Job, Trial, submit, verdict
from tests.faults.waiting import wait_for

Row = Iterator[Trial]

COPIES = 10


def delivered_often(site: Installation, trials: int) -> Row:
    """The same message ten times: half before any worker is there, half to two of them at work."""
    site.start("clock")
    jobs = [submit(SMALL) for _each in range(trials)]
    _send_copies(jobs[::2])
    programs = [site.start("worker"), site.start("worker")]
    wait_for(lambda: any(job.has_begun() for job in jobs), "a task that runs")
    _send_copies(jobs[1::2])
    since = time.monotonic()
    trials_made = [verdict(job, since) for job in jobs]
    updated = [job.read().updated_at for job in jobs]
    broker = dramatiq.get_broker()
    wait_for(lambda: not broker.do_qsize("short"), "an empty queue")  # type: ignore[attr-defined]
    for program in programs:
        program.end()
    for job, trial, moment in zip(jobs, trials_made, updated, strict=True):
        task = job.read()
        wrong = "" if task.claim == 1 else f"{job.id} was claimed {task.claim} times"
        late = "" if task.updated_at == moment else f"{job.id} was changed after its end"
        yield Trial(trial.seconds, trial.mistake or wrong or late)


def _send_copies(jobs: list[Job]) -> None:
    for job in jobs:
        task = job.read()
        for _copy in range(COPIES - 1):
            task.send()


def cancel_against_finish(site: Installation, trials: int) -> Row:
    """Cancel at the moment that the task ends: what was answered must be what stands."""
    random = Random("cancel")
    site.start("clock")
    site.start("worker")
    warm_up = submit(SMALL)
    wait_for(lambda: warm_up.has_ended, "the first task", 60)
    for number in range(trials):
        job = submit(SMALL)
        wait_for(partial(_is_nearly_done, job), "a part of the file", 60, every=0.001)
        if number % 3:
            time.sleep(random.uniform(0, 0.06))  # a finish takes about so long
        since = time.monotonic()
        cancelled = job.read().cancel()
        status = Status.CANCELLED if cancelled else Status.SUCCESS
        with suppress(TimeoutError):  # what is there then is judged
            wait_for(partial(_is_tidy, job), "a tidy folder", 5)
        yield verdict(job, since, status=status)


def _is_nearly_done(job: Job) -> bool:
    """Whether the result is being written, or there already."""
    return len(list(job.folder.iterdir())) > 1 or job.has_ended


def _is_tidy(job: Job) -> bool:
    return len(list(job.folder.iterdir())) == 1 + (job.read().status == Status.SUCCESS)


def retried_twice(site: Installation, trials: int) -> Row:
    """Two retries of a cancelled task at once: one of them is told that it came too late."""
    site.start("clock")
    site.start("worker")
    for _number in range(trials):
        job = submit(SMALL)
        job.read().cancel()
        since = time.monotonic()
        answers = at_once(job.read().retry, job.read().retry)
        wrong = "" if sorted(answers) == [False, True] else f"{job.id}: retries answered {answers}"
        trial = verdict(job, since, attempt=2)
        yield Trial(trial.seconds, wrong or trial.mistake)


def at_once(*actions: Callable[[], bool]) -> list[bool]:
    """What the actions answer in threads that start together."""
    answers: list[bool] = []
    barrier = threading.Barrier(len(actions))

    def act(action: Callable[[], bool]) -> None:
        barrier.wait()
        try:
            answers.append(action())
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
