"""From a request file to its result, by the worker of the Procfile.

    python -m benchmarks.request_files VAR OFFERS LINES ...

prints what `rows` makes its table of: seconds for each number of lines, and what stands beside.
"""

import json
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil

from benchmarks.demo_site import demo_site, in_process_of_its_own, request_file, run_tasks
from benchmarks.floor import floor, plain_way
from benchmarks.rows import Row
from tests.faults.installation import Program

FEW, MANY, MOST = 1_000, 100_000, 1_000_000
SIZES = (FEW, 10_000, MANY, MOST)
OFFERS = (100_000, 1_000_000, 10_000_000)
TIMES = 5
PLAIN_LINES = 10_000
"""The plain way takes minutes for more, and as long for each line."""

WATCHED_EVERY = 0.05
"""Seconds. The peak, while the reader unpacks the file, is short: with 0.2 it is missed."""


def rows(var: Path) -> Iterator[Row]:
    """The rows of the table; the largest database is kept between runs."""
    measured = {
        offers: in_process_of_its_own("request_files", var, offers, *sizes)
        for offers, sizes in zip(OFFERS, ((MANY,), (MANY,), SIZES), strict=True)
    }
    largest = measured[OFFERS[-1]]
    seconds = {int(lines): spent for lines, spent in largest["seconds"].items()}
    floors = largest["floor"]
    steps = ", ".join(f"{step} {spent:.2f}" for step, spent in floors.items())
    whole_floor = sum(floors.values())
    title = f"{MANY:,} lines, request file → result file, {OFFERS[-1]:,} offers"
    yield Row(
        title,
        "the floor: read, COPY, look-up, write, one after the other",
        largest["ratio"],
        f"{seconds[MANY]:.2f} s beside {whole_floor:.2f} s ({steps})",
        at_most=0.9,
    )
    plain = largest["plain"] * MANY / PLAIN_LINES
    yield Row(
        "the same, how many times faster",
        "the plain way: pandas, a query a line, openpyxl",
        plain / seconds[MANY],
        f"{seconds[MANY]:.2f} s beside {plain:.0f} s (from {PLAIN_LINES:,} lines)",
        at_least=30,
    )
    a_line = {lines: 1e6 * spent / lines for lines, spent in seconds.items()}
    pairs = list(pairwise(a_line.values()))
    yield Row(
        f"{FEW:,} → {MOST:,} lines, time a line at ten times as many",
        "itself (the worst step)",
        max(more / fewer for fewer, more in pairs),
        ", ".join(f"{lines:,}: {spent:.1f} µs" for lines, spent in a_line.items()),
        at_most=1.0,
    )
    yield Row(
        f"{MOST:,} lines, peak memory of worker and reading child together",
        "–",
        largest["memory"]["peak"],
        f"idle worker {largest['memory']['idle']:.0f} MB; with what they share counted for each "
        f"{largest['memory']['resident']:.0f} MB; {seconds[MOST]:.1f} s",
        at_most=450,
        unit="MB",
    )
    by_offers = {offers: each["seconds"][str(MANY)] for offers, each in measured.items()}
    yield Row(
        f"{OFFERS[0]:,} → {OFFERS[-1]:,} offers, time a line",
        "itself",
        by_offers[OFFERS[-1]] / by_offers[OFFERS[0]],
        ", ".join(f"{offers:,}: {spent:.2f} s" for offers, spent in by_offers.items()),
        at_most=2.5,
    )


def measure(var: Path, offers: int, sizes: list[int]) -> dict[str, Any]:
    """The measurements with so many offers; for the plain way and memory only with all sizes."""
    with demo_site(var, offers) as site:
        files = {lines: request_file(site.var, lines) for lines in (FEW, *sizes)}
        worker = site.start("worker_long")
        run_tasks(files[FEW], 1)
        idle = _megabytes(worker, "pss")
        result = site.var / "floor.xlsx"
        floors = []
        taken: dict[int, list[float]] = {lines: [] for lines in sizes}
        for _time in range(TIMES):  # by turns: the machine is not as fast at all times
            floors.append(floor(files[MANY], result))
            for lines, seconds in taken.items():
                seconds.append(run_tasks(files[lines], 1))
        whole_floors = [sum(each.values()) for each in floors]
        ratios = [spent / whole for spent, whole in zip(taken[MANY], whole_floors, strict=True)]
        measured: dict[str, Any] = {
            "floor": {step: statistics.median(each[step] for each in floors) for step in floors[0]},
            "ratio": statistics.median(ratios),
            "seconds": {lines: statistics.median(seconds) for lines, seconds in taken.items()},
        }
        if MOST in sizes:
            with _watched(worker) as peak:  # which takes time itself
                run_tasks(files[MOST], 1)
            measured["memory"] = {"idle": idle, **peak}
            measured["plain"] = plain_way(files[MANY], result, PLAIN_LINES)
        return measured


@contextmanager
def _watched(worker: Program) -> Iterator[dict[str, float]]:
    """The most memory that is in use at any moment of the block, in megabytes."""
    peak = {"peak": 0.0, "resident": 0.0}
    done = threading.Event()

    def watch() -> None:
        while not done.wait(WATCHED_EVERY):
            peak["peak"] = max(peak["peak"], _megabytes(worker, "pss"))
            peak["resident"] = max(peak["resident"], _megabytes(worker, "rss"))

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield peak
    done.set()
    watcher.join()


def _megabytes(worker: Program, kind: str) -> float:
    """What all processes of a worker hold: `pss` counts what they share once, `rss` for each."""
    total = 0.0
    for process in worker.members():
        with suppress(psutil.Error):
            total += getattr(process.memory_full_info(), kind) / 1e6
    return total


if __name__ == "__main__":
    var, offers, *sizes = sys.argv[1:]
    print(json.dumps(measure(Path(var), int(offers), [int(size) for size in sizes])))
