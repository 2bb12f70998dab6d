"""A random storm: kills, stops, flushes, restarts, double deliveries, cancels and double retries
over many small tasks; then quiet, and then everything has to be in order."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection
from dramatiq.errors import ConnectionError as BrokerConnectionError

from crossdock.clock.retention import remove_files_past_their_time
from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import ACTIVE, LEASE, MAX_CLAIMS, Status
from crossdock.storage.users_files import ORPHAN_AGE
from tests.faults import audit, report
from tests.faults.installation import Installation, Program
from tests.faults.jobs import LONG, SHORT, SMALL, Job, RequestFile, mistakes, submit
from tests.faults.races import at_once
from tests.faults.waiting import AWAY, insist, wait_for

FLEET = ("worker", "worker", "worker_long", "clock")
TASKS_PER_SECOND = 2.5
FAULTS_PER_SECOND = 0.6
QUIET_SECONDS = 240
FILES = (SMALL,) * 8 + (SHORT, LONG)


def run(site: Installation, seed: int, seconds: float, *, fence: bool) -> int:
    """Returns the exit code. Without the fence it is 0 if mistakes were found."""
    audit.install()
    storm = Storm(site, Random(seed), "" if fence else "no-fence")
    storm.rage(seconds)
    storm.calm()
    report.say(f"storm of {seconds:.0f} s with seed {seed}: {storm.summary()}")
    found = storm.mistakes()
    for mistake in found:
        report.say(f"    {mistake}")
    report.say(f"{len(found)} mistakes")
    return int(bool(found) if fence else not found)


class Storm:
    """The random events, and what their answers promised."""

    def __init__(self, site: Installation, random: Random, alteration: str) -> None:
        self.site = site
        self.random = random
        self.alteration = alteration
        self.jobs: list[Job] = []
        self.counts: Counter[str] = Counter()
        self.due: list[tuple[float, Callable[[], None]]] = []
        self.users: tuple[tuple[Callable[[], None], float], ...] = (
            (self.submission, 10),
            (self.cancel, 3),
            (self.double_retry, 3),
            (self.double_delivery, 4),
        )
        self.faults: tuple[tuple[Callable[[], None], float], ...] = (
            (self.kill, 10),
            (self.end, 4),
            (self.freeze, 4),
            (self.flush, 3),
            (self.redis_killed, 2),
            (self.postgres_restart, 1),
        )

    def rage(self, seconds: float) -> None:
        """Everything at random, for so long."""
        for name in FLEET:
            self._start(name)
        now = time.monotonic()
        end, next_user, next_fault = now + seconds, now, now + 3
        while (now := time.monotonic()) < end:
            for moment, action in list(self.due):
                if moment <= now:
                    self.due.remove((moment, action))
                    action()
            self._replace_the_dead()
            if now >= next_user:
                next_user = now + self.random.expovariate(2 * TASKS_PER_SECOND)
                try:
                    self._one_of(self.users)
                except (*AWAY, BrokerConnectionError):
                    connection.close()
                    self.counts["users turned away"] += 1
            if now >= next_fault:
                next_fault = now + self.random.expovariate(FAULTS_PER_SECOND)
                self._one_of(self.faults)
            time.sleep(0.01)  # the beat of the storm

    def calm(self) -> None:
        """Mend everything and wait until all is done; failed and cancelled tasks run once more."""
        for _moment, action in self.due:
            action()
        self.site.start_redis()
        for program in self.site.programs:
            program.signal(signal.SIGCONT)
        self._replace_the_dead()
        self._wait_for_quiet()
        for task in insist(lambda: list(CrossDockTask.objects.filter(status=Status.FAILURE))):
            if task.claims_in_attempt >= MAX_CLAIMS:  # a storm may well break work off three times
                self.counts["failed after three claims"] += 1
                task.retry()
        for task in CrossDockTask.objects.filter(status=Status.CANCELLED)[::2]:
            task.retry()
        self._wait_for_quiet()

    def summary(self) -> str:
        """What happened."""
        return f"{len(self.jobs)} tasks, " + ", ".join(
            f"{count} {name}" for name, count in sorted(self.counts.items())
        )

    def mistakes(self) -> list[str]:
        """What is not as it has to be, in the log or at the end."""
        found = audit.mistakes()
        remove_orphans()
        known = {job.id: job for job in self.jobs}
        for task in CrossDockTask.objects.all():
            job = known.pop(task.pk, None) or Job(task.pk, _file_of(task))
            if task.status in ACTIVE or task.status == Status.FAILURE:
                found.append(f"{task.pk} is {task.status} in the end: {task.error_message}")
            elif wrong := mistakes(job, Status(task.status), task.attempt):
                found.append(f"{task.pk} ({task.status}): {'; '.join(wrong)}")
        found += [f"{missing} is lost" for missing in known]
        return found + [f"left over: {process.cmdline()}" for process in self.site.strays()]

    def submission(self) -> None:
        self.jobs.append(submit(self.random.choice(FILES)))
        self.counts["submitted"] += 1

    def cancel(self) -> None:
        if task := self._any_task(status__in=ACTIVE):
            self.counts["cancelled"] += task.cancel()

    def double_retry(self) -> None:
        if task := self._any_task(status__in=(Status.CANCELLED, Status.FAILURE)):
            same = CrossDockTask.objects.get(pk=task.pk)
            answers = at_once(task.retry, same.retry)
            self.counts["retried twice"] += any(answers)

    def double_delivery(self) -> None:
        if task := self._any_task():
            task.send()
            self.counts["messages doubled"] += 1

    def kill(self) -> None:
        self._fault("kill -9", lambda program: program.kill())

    def end(self) -> None:
        self._fault("SIGTERM", lambda program: program.terminate())

    def freeze(self) -> None:
        """For a moment, or for longer than a lease."""
        seconds = self.random.choice((2, 5, LEASE.total_seconds() * 1.4))

        def stop(program: Program) -> None:
            program.signal(signal.SIGSTOP)
            wake = time.monotonic() + seconds
            self.due.append((wake, lambda: program.signal(signal.SIGCONT)))

        self._fault("SIGSTOP", stop)

    def flush(self) -> None:
        with suppress(*AWAY):
            self.site.redis().flushall()
            self.counts["FLUSHALL"] += 1

    def redis_killed(self) -> None:
        self.counts["Redis killed"] += 1
        self.site.kill_redis()
        self.due.append((time.monotonic() + self.random.uniform(0, 5), self.site.start_redis))

    def postgres_restart(self) -> None:
        self.counts["PostgreSQL restarted"] += 1
        self.site.restart_postgres()

    def _fault(self, name: str, strike: Callable[[Program], None]) -> None:
        """At any program but those that are dead already; the others are replaced when they are."""
        alive = [program for program in self.site.programs if program.is_alive]
        if alive:
            strike(self.random.choice(alive))
            self.counts[name] += 1

    def _replace_the_dead(self) -> None:
        """As a supervisor does; what is only told to end is replaced when it has ended."""
        for program in list(self.site.programs):
            if not program.is_alive:
                program.signal(signal.SIGKILL)
                self.site.programs.remove(program)
                self._start(program.name)

    def _start(self, name: str) -> None:
        self.site.start(name, alteration=self.alteration)

    def _one_of(self, choices: tuple[tuple[Callable[[], None], float], ...]) -> None:
        actions, weights = zip(*choices, strict=True)
        self.random.choices(actions, weights)[0]()

    def _any_task(self, **conditions: object) -> CrossDockTask | None:
        recent = CrossDockTask.objects.filter(**conditions)[:30]
        return self.random.choice(list(recent) or [None])

    def _wait_for_quiet(self) -> None:
        def is_quiet() -> bool:
            self._replace_the_dead()
            return not CrossDockTask.objects.filter(status__in=ACTIVE).exists()

        with suppress(TimeoutError):  # what is stuck is found by the verdict
            wait_for(is_quiet, "quiet", QUIET_SECONDS, every=0.2)
        with suppress(TimeoutError):
            wait_for(lambda: not self._work_goes_on(), "workers idle", 30, every=0.2)

    def _work_goes_on(self) -> bool:
        """Whether a worker has a reader or a writer: one that lost its claim stops a bit later."""
        programs = [each for each in self.site.programs if each.name.startswith("worker")]
        return any(len(program.members()) > 2 for program in programs)


def remove_orphans() -> None:
    """What killed workers left, as the clock removes it a day later: so much and no more."""
    a_day_ago = time.time() - 1.1 * ORPHAN_AGE.total_seconds()
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        os.utime(path, (a_day_ago, a_day_ago))
    remove_files_past_their_time()


def _file_of(task: CrossDockTask) -> RequestFile:
    """The request file of a task whose submission was not answered."""
    return next(file for file in FILES if file.name == task.filename)
