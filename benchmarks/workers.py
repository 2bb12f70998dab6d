"""What a second worker process brings."""

import statistics
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks.demo_site import demo_site, request_file, run_tasks
from benchmarks.rows import Row

FILES, LINES, OFFERS = 20, 20_000, 1_000_000
TIMES = 3


def rows(var: Path) -> Iterator[Row]:
    """The row of the table."""
    with demo_site(var, OFFERS) as site:
        file = request_file(site.var, LINES)
        seconds: dict[int, list[float]] = {1: [], 2: []}
        used: dict[int, list[float]] = {1: [], 2: []}
        for _time in range(TIMES):
            for processes in seconds:
                workers = [site.start("worker_long") for _process in range(processes)]
                run_tasks(file, 2 * processes)  # until all have started
                psutil.cpu_percent()
                seconds[processes].append(run_tasks(file, FILES))
                used[processes].append(psutil.cpu_percent())
                for worker in workers:
                    worker.end()
    one, two = (statistics.median(seconds[processes]) for processes in (1, 2))
    figures = ", ".join(
        f"{processes}: {statistics.median(seconds[processes]):.1f} s with "
        f"{statistics.median(used[processes]):.0f}% of both processors in use"
        for processes in seconds
    )
    name = f"1 → 2 worker processes, {FILES} files of {LINES:,} lines"
    yield Row(name, "itself", one / two, figures, at_least=1.7)
