"""Trials in which workers are struck while they work: killed, told to end, frozen, poisoned."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import cycle
from random import Random

import psutil

from crossdock.models.lifecycle import LEASE, MAX_CLAIMS, Status
from crossdock.progress import Stage
from tests.faults.altered.apps import POISON
from tests.faults.installation import Installation, Program
from tests.faults.jobs import (
    HUGE,
    LONG,
    LONGER,
    SMALL,
    Job,
    RequestFile,
    Trial,
    stages,
    submit,
    verdict,
)
from tests.faults.waiting import insist, wait_for

RECOVERY = LEASE.total_seconds() + 30
"""Seconds within which a killed worker's task has to have ended well."""

IN_THE_END = 120.0
"""Seconds within which a task that was handed back has to have ended well. It begins anew each
time, and its workers give way to whatever else the machine does: 60 s were not enough then."""

MAX_ROUNDS = 10
"""A stage that is missed so often is too short to be hit."""

SECONDS_OF_HUGE = {Stage.READING: 1.0, Stage.MATCHING: 1.0, Stage.WRITING: 0.1}
"""How long a strike waits at most in a stage of the largest file: not as long as the stage takes.
The writing ends soon after the last line is answered."""

Strike = Callable[[Installation, Random], None]
Row = Iterator[Trial]


def kill_workers(site: Installation, random: Random) -> None:
    """Kill -9: all of each worker, or only the process that works; others are started."""
    for program in _workers(site):
        random.choice((program.kill, program.kill_child))()
        program.signal(signal.SIGKILL)
        site.programs.remove(program)
    site.start_workers()


def end_workers(site: Installation, random: Random) -> None:
    """SIGTERM, and new workers at once, as at a deployment."""
    for program in _workers(site):
        program.terminate()
    site.start_workers()


def end_workers_trees(site: Installation, random: Random) -> None:
    """SIGTERM to every process at once, readers too: systemd's way, and that of a reboot."""
    for program in _workers(site):
        program.is_ending = True
        for process in program.members():
            with suppress(psutil.Error):
                process.terminate()
    site.start_workers()


def trees_ended_in(
    *stages: Stage, files: tuple[RequestFile, ...] = (LONG, LONGER)
) -> Callable[[Installation, int], Row]:
    """All of a worker's processes ended by SIGTERM at once."""
    return lambda site, trials: _struck(
        site, trials, stages, end_workers_trees, files=files, within=60, lost_claims=0
    )


def killed_in(*stages: Stage) -> Callable[[Installation, int], Row]:
    """Worker killed with -9 while its tasks are in these stages."""
    return lambda site, trials: _struck(
        site, trials, stages, kill_workers, files=(LONG,), within=RECOVERY, lost_claims=1
    )


def ended_in(
    *stages: Stage, files: tuple[RequestFile, ...] = (LONG, LONGER)
) -> Callable[[Installation, int], Row]:
    """Worker ended by SIGTERM while its tasks are in these stages."""
    return lambda site, trials: _struck(
        site, trials, stages, end_workers, files=files, within=IN_THE_END, lost_claims=0
    )


def _struck(
    site: Installation,
    trials: int,
    stages: tuple[Stage, ...],
    strike: Strike,
    *,
    files: tuple[RequestFile, ...],
    within: float,
    lost_claims: int,
) -> Row:
    """Two tasks at a time are brought into a stage and struck; then they recover.

    What was in another stage at that moment is judged too, but is no trial unless it went wrong.
    """
    random = Random(f"{stages} {strike.__name__}")
    hits, wanted = 0, trials * len(stages)
    site.start("clock")
    site.start_workers()
    for number, stage in zip(range(MAX_ROUNDS * wanted), cycle(stages), strict=False):
        if hits >= wanted:
            return
        file = files[number % len(files)]
        jobs = [submit(file), submit(file)]
        reached = reach(jobs, stage, random)
        strike(site, random)
        since = time.monotonic()
        for job in jobs:
            trial = verdict(job, since, lost_claims=lost_claims, within=within)
            if reached[job] == stage or trial.mistake:
                yield trial
        hits += list(reached.values()).count(stage)
        _forget_ended(site)
        yield from strays(site)
    yield Trial(0, f"only {hits} of {wanted} trials hit their stage")


def reach(jobs: list[Job], stage: Stage, random: Random) -> dict[Job, Stage | None]:
    """Wait until one of the jobs is in the stage, and some way into it; where all are then.

    Of the writing, each third wait is for the finished file: the moment before its publication.
    """

    def there() -> bool:
        now = stages(jobs)
        return stage in now.values() or len(now) < len(jobs)

    # To look that often while workers start would be a third of their work.
    wait_for(lambda: any(job.has_begun() for job in jobs), "a task that runs", IN_THE_END)
    wait_for(there, f"a task in {stage}", IN_THE_END, every=0.005)
    if stage == Stage.WRITING and random.random() < 1 / 3:
        with suppress(TimeoutError):
            wait_for(lambda: any(_has_result(job) for job in jobs), "a file", 30, every=0.001)
    else:
        length = SECONDS_OF_HUGE[stage] * jobs[0].file.lines / HUGE.lines
        time.sleep(random.uniform(0, length))  # any point of the stage
    return dict.fromkeys(jobs) | stages(jobs)


def _has_result(job: Job) -> bool:
    return any(name.startswith("result") for name in job.files)


def frozen(site: Installation, trials: int) -> Row:
    """A worker is stopped past its lease, another does its work, and it wakes again."""
    random = Random("frozen")
    site.start("clock")
    for _number in range(-(-trials // 2)):
        site.start_workers()
        jobs = [submit(LONG), submit(LONG)]
        reach(jobs, random.choice((Stage.MATCHING, Stage.WRITING)), random)
        sleepers = _workers(site)
        for program in sleepers:
            program.signal(signal.SIGSTOP)
        since = time.monotonic()
        others = site.start_workers()
        ended = [verdict(job, since, within=RECOVERY) for job in jobs]
        before = [insist(job.read) for job in jobs]
        for program in sleepers:
            program.signal(signal.SIGCONT)
        wait_until_idle(sleepers)
        for job, trial, task in zip(jobs, ended, before, strict=True):
            after = insist(job.read)
            changed = "" if task.updated_at == after.updated_at else f"{job.id} was changed"
            again = verdict(job, since)
            yield Trial(trial.seconds, trial.mistake or changed or again.mistake)
        for program in (*sleepers, *others):
            program.end()
        _forget_ended(site)


def poisoned(site: Installation, trials: int) -> Row:
    """A file that kills its worker fails after three claims; its neighbours finish."""
    site.start("clock")
    programs = [site.start("worker", alteration="poison") for _each in range(2)]
    since = time.monotonic()
    poison = [submit(SMALL, filename=POISON) for _each in range(-(-trials // 10))]
    neighbours = [submit(SMALL) for _each in range(trials)]

    def ended() -> bool:
        for number, program in enumerate(programs):
            if not program.is_alive:
                program.signal(signal.SIGKILL)
                programs[number] = site.start("worker", alteration="poison")
        return all(job.has_ended for job in (*poison, *neighbours))

    with suppress(TimeoutError):
        wait_for(ended, "all ended", MAX_CLAIMS * RECOVERY)
    for job in neighbours:
        yield verdict(job, since)
    for job in poison:
        trial = verdict(job, since, status=Status.FAILURE)
        task = insist(job.read)
        wrong = "" if task.claim == MAX_CLAIMS else f"poison was claimed {task.claim} times"
        yield Trial(trial.seconds, trial.mistake or wrong)
    yield from strays(site)


def cancelled_in(*stages: Stage, file: RequestFile) -> Callable[[Installation, int], Row]:
    """Cancel in these stages; the time is until nothing works any more. Over 2 s is wrong."""

    def row(site: Installation, trials: int) -> Row:
        random = Random(f"cancel {stages}")
        programs = site.start_workers()
        for stage in stages * trials:
            for _try in range(MAX_ROUNDS):
                job = submit(file)
                reached = reach([job], stage, random)[job]
                since = time.monotonic()
                hit = job.read().cancel() and reached == stage
                stopped = wait_until_idle(programs)
                if hit:
                    break
            trial = verdict(job, since, status=Status.CANCELLED)
            late = "" if stopped - since <= 2 else f"{job.id} worked on for {stopped - since:.1f} s"
            yield Trial(stopped - since, trial.mistake or late)

    return row


def wait_until_idle(programs: list[Program]) -> float:
    """Since when these have had no child process and no work for the processor."""
    quiet_since: float | None = None
    used = -1.0

    def idle() -> float | None:
        nonlocal quiet_since, used
        now = time.monotonic()
        members = [each for program in programs for each in program.members()]
        before, used = used, sum(map(_processor_seconds, members))
        children = len(members) - 2 * len(programs)
        if children or used - before > 0.015:  # one tick of the clock is 10 ms
            quiet_since = None
        elif quiet_since is None:
            quiet_since = now
        return quiet_since if quiet_since is not None and now - quiet_since > 0.2 else None

    return wait_for(idle, "the workers are idle", 60, every=0.05)


def _processor_seconds(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        return float(sum(process.cpu_times()[:2]))
    return 0.0


def _workers(site: Installation) -> list[Program]:
    return [
        each
        for each in site.programs
        if each.name.startswith("worker") and each.is_alive and not each.is_ending
    ]


def _forget_ended(site: Installation) -> None:
    site.programs = [program for program in site.programs if program.is_alive]


def strays(site: Installation) -> Row:
    """A mistake for each process that outlives its killed parent and its task."""
    try:
        wait_for(lambda: not site.strays(), "no process left over", 5)
    except TimeoutError:
        for process in site.strays():
            yield Trial(0, f"left over: {process.cmdline()}")
            process.kill()
