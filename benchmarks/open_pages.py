"""A thousand pages that are open at once, while tasks run."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.demo_site import ROOT, demo_site, request_file, run_tasks
from benchmarks.rows import Row
from benchmarks.web import sessions
from tests.processes import wait_for_page

PAGES, USERS = 1000, 50
TASKS, LINES, OFFERS = 5, 100_000, 1_000_000
WORKERS = 3
"""With two threads each, so that all tasks run at once."""

SECONDS = 30.0
"""So long at least the pages are watched, task after task."""

BEAT = 0.25
"""How old the progress may be that a worker has published (crossdock.workers.hold)."""

FRESH = 0.2
"""How old the table may be that a page is given (crossdock.live.table)."""


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
        taken: list[float] = []
        with _open_pages(site.port, keys) as seen:
            end = time.monotonic() + SECONDS
            while time.monotonic() < end:
                taken.append(run_tasks(file, TASKS))
    yield from _rows(seen, alone, statistics.median(taken))


@contextmanager
def _open_pages(port: int, keys: list[str]) -> Iterator[dict[str, Any]]:
    """The pages are open while the block lasts; after it, what they saw."""
    seen: dict[str, Any] = {}
    run = [sys.executable, "-m", "benchmarks.browsers", str(port)]
    with subprocess.Popen(
        run, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as browsers:
        assert browsers.stdin is not None
        assert browsers.stdout is not None
        browsers.stdin.write(f"{' '.join(keys)}\n")
        browsers.stdin.flush()
        assert browsers.stdout.readline() == "open\n"
        yield seen
        browsers.stdin.close()
        seen.update(json.loads(browsers.stdout.read()))


def _rows(seen: dict[str, Any], alone: float, beside: float) -> Iterator[Row]:
    title = f"{PAGES:,} open pages polling, {TASKS} tasks running: "
    answers = len(seen["milliseconds"])
    share = 100 * seen["changed"] / answers
    asked = f"{answers / seen['seconds']:,.0f} answers a second, {share:.0f}% of them with news"
    yield Row(f"{title}errors", "–", seen["errors"], asked, at_most=0, unit="errors")
    late = statistics.quantiles(seen["milliseconds"], n=20)[-1]
    figures = f"median {statistics.median(seen['milliseconds']):.1f} ms"
    yield Row(f"{title}95% of answers", "–", late, figures, at_most=250, unit="ms")
    oldest = BEAT + FRESH + max(seen["ages"])
    typical = BEAT + FRESH + statistics.median(seen["ages"])
    yield Row(
        f"{title}oldest progress shown", "–", oldest, f"median {typical:.1f} s", at_most=2, unit="s"
    )
    pages = 100 * seen["processor"] / seen["seconds"]
    figures = (
        f"{beside:.1f} s beside {alone:.1f} s for {TASKS} files of {LINES:,} lines; making up the "
        f"pages took {pages:.0f}% of a processor"
    )
    yield Row(f"{title}the tasks' time", "without pages", beside / alone, figures, at_most=1.4)
