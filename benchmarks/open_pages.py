"""A thousand pages that are open at once, while tasks run."""

import asyncio
import re
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.demo_site import demo_site, request_file, run_tasks
from benchmarks.rows import Row
from benchmarks.web import EVERY, VERSION, Connection, sessions
from tests.processes import wait_for_page

PAGES, USERS = 1000, 50
TASKS, LINES, OFFERS = 5, 100_000, 1_000_000
WORKERS = 3
"""With two threads each, so that all tasks run at once."""

OPENED_IN = 40.0
"""Seconds in which the pages are opened, one after the other."""

SECONDS = 30.0
"""So long at least they are watched, task after task."""

BEAT = 0.25
"""How old the progress may be that a worker has published (crossdock.hold)."""


@dataclass
class Watched:
    """What was seen of all the pages."""

    milliseconds: list[float] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    errors: int = 0
    open: int = 0
    is_counted: bool = False
    is_over: bool = False


def rows(var: Path) -> Iterator[Row]:
    """The rows of the table."""
    with demo_site(var, OFFERS) as site:
        file = request_file(site.var, LINES)
        keys = sessions(PAGES, USERS)
        for name in ("web", *["worker_long"] * WORKERS):
            site.start(name)
        wait_for_page(f"http://localhost:{site.port}")
        run_tasks(file, 1)
        alone = statistics.median(run_tasks(file, TASKS) for _time in range(3))
        watched = Watched()
        with ThreadPoolExecutor(1) as thread:
            pages = thread.submit(asyncio.run, _browse(site.port, keys, watched))
            while watched.open < PAGES and not pages.done():
                time.sleep(0.1)
            watched.is_counted = True
            end, taken = time.monotonic() + SECONDS, []
            while time.monotonic() < end:
                taken.append(run_tasks(file, TASKS))
            watched.is_over = True
            pages.result()
    beside = statistics.median(taken)
    title = f"{PAGES:,} open pages polling, {TASKS} tasks running: "
    asked = f"{len(watched.milliseconds):,} answers in {len(taken) * beside:.0f} s"
    yield Row(f"{title}errors", "–", watched.errors, asked, at_most=0, unit="errors")
    late = statistics.quantiles(watched.milliseconds, n=20)[-1]
    median = statistics.median(watched.milliseconds)
    yield Row(
        f"{title}95% of answers",
        "–",
        late,
        f"median {median:.0f} ms",
        at_most=250,
        unit="ms",
    )
    oldest = BEAT + max(watched.ages)
    typical = BEAT + statistics.median(watched.ages)
    yield Row(
        f"{title}oldest progress shown", "–", oldest, f"median {typical:.1f} s", at_most=2, unit="s"
    )
    figures = f"{beside:.1f} s beside {alone:.1f} s for {TASKS} files of {LINES:,} lines"
    yield Row(f"{title}the tasks' time", "without pages", beside / alone, figures, at_most=1.3)


async def _browse(port: int, keys: list[str], watched: Watched) -> None:
    await asyncio.gather(*(_page(port, key, place, watched) for place, key in enumerate(keys)))


async def _page(port: int, key: str, place: int, watched: Watched) -> None:
    """A task table in a browser: a poll every so many seconds unless one is still under way."""
    connection = Connection(port, key)
    await asyncio.sleep(OPENED_IN * place / PAGES)
    answer = await connection.get("/tasks/")
    watched.open += 1
    every, version = 1, ""
    due = time.perf_counter() + Random(place).random()
    shown_since: float | None = None
    while not watched.is_over:
        every = int(_found(EVERY, answer.body, str(every)))
        version = _found(VERSION, answer.head + answer.body, version)
        due += every
        now = time.perf_counter()
        while due < now:  # a tick that comes while a poll is under way is dropped
            due += 1
        await asyncio.sleep(due - now)
        asked = time.perf_counter()
        try:
            answer = await connection.get(f"/tasks/rows/?version={version}")
        except (OSError, EOFError):
            watched.errors += 1
            continue
        answered = time.perf_counter()
        if watched.is_counted:
            watched.milliseconds.append(1000 * (answered - asked))
            watched.errors += answer.status not in (200, 204)
            if shown_since is not None:
                watched.ages.append(answered - shown_since)
            shown_since = asked if every == 1 else None
    connection.close()


def _found(pattern: "re.Pattern[bytes]", text: bytes, otherwise: str) -> str:
    found = pattern.search(text)
    return found[1].decode() if found else otherwise
