"""`make bench`: what is measured, side by side, in one table that is kept in RESULTS.md.

    python -m benchmarks [--only MEASURE ...]

What needs a database has one of its own under VAR_DIR (default var/benchmarks), which is kept: ten
million demo offers take minutes to make. What is not measured anew is kept as it was.
"""

import argparse
import datetime
import importlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import psutil

from benchmarks.rows import HEADING, Row

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var" / "benchmarks"))
KEPT = VAR / "results.json"
"""The rows of each measure's last run: RESULTS.md is made of them."""

MEASURES = (
    "request_files",
    "price_lists",
    "newer_offers",
    "polling",
    "open_pages",
    "pickup",
    "page_weight",
    "reasons",
    "baskets",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=MEASURES)
    parser.add_argument("--measure", choices=MEASURES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        for row in importlib.import_module(f"benchmarks.{arguments.measure}").rows(VAR):
            print(json.dumps(asdict(row)), flush=True)
        return
    results = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    print(HEADING)
    for measure in arguments.only:
        results[measure] = []
        for row in _measured(measure):
            results[measure].append(row.line(datetime.date.today()))
            print(results[measure][-1], flush=True)
    VAR.mkdir(parents=True, exist_ok=True)
    KEPT.write_text(json.dumps(results))
    lines = [line for measure in MEASURES for line in results.get(measure, [])]
    RESULTS.write_text("\n".join((*_preface(), HEADING, *lines, "")))


def _measured(measure: str) -> Iterator[Row]:
    """The rows of a measure, which has a process of its own for its settings."""
    run = [sys.executable, "-m", "benchmarks", "--measure", measure]
    with subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield Row(**json.loads(line))
    if process.returncode != 0:
        print(f"| {measure} | | | | **not measured** | |", flush=True)


def _preface() -> Iterator[str]:
    memory = psutil.virtual_memory().total / 2**30
    yield "# Measurements: `make bench`"
    yield ""
    yield (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} "
        f"processors, {memory:.0f} GB of memory, Python {platform.python_version()}. Each row was "
        "measured side by side, in one run, with what stands beside it. What the rows are limited "
        "by is in [docs/performance.md](../docs/performance.md)."
    )
    yield ""


if __name__ == "__main__":
    main()
