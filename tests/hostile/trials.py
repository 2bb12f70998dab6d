"""Each file through real workers, and looked at as a price list: what came of it, at what cost."""

import argparse
import logging
import os
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import User
from django.core.files import File
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from crossdock.errors import UserError
from crossdock.models import CrossDockTask, PriceListImport, Supplier, SupplierGroup
from crossdock.models.lifecycle import ACTIVE, Status
from crossdock.pricelists.columns import NEEDED
from crossdock.spreadsheets.reader_process import read_preview
from tests.factories import make_group, make_offer, make_price_list, make_supplier
from tests.faults.installation import WORKERS, Installation, Program
from tests.faults.waiting import wait_for
from tests.hostile.damage import damaged_files
from tests.hostile.measuring import MemoryWatch
from tests.hostile.table import FILES, HostileFile

GIBIBYTE = 2**30
MAX_MEMORY = GIBIBYTE
MAX_SECONDS = 600
MAX_PREVIEW_SECONDS = 25
SHOWN = 90
OUR_FAULT = "on our side"
WORST = (
    "one cell at A1 and one at XFD1048576",
    "shared strings: 4,294,967,295 of them, as it says",
    "one string of 32,000 letters in 200,000 cells",
    "zip bomb: 200 MB, the directory says 100 bytes",
    "XLS: cells at A1 and IV65536",
    "a .csv named .xlsx",
)
"""What would kill its reader, and a good file after it."""


@dataclass(frozen=True)
class Outcome:
    """What came of a file: lines or a message; `preview` is the message of looking at it."""

    size: int
    lines: int | None
    message: str
    peak: int
    seconds: float
    preview: str
    preview_seconds: float

    def mistakes(self, file: HostileFile | None = None) -> Iterator[str]:
        if file and file.lines is not None and self.lines != file.lines:
            yield f"{file.lines} lines expected, {self.lines} came ({self.message})"
        if file and file.says and not re.search(file.says, self.message):
            yield f"{file.says!r} expected: {self.message or self.lines}"
        if OUR_FAULT in self.message:
            yield self.message
        if self.peak > MAX_MEMORY:
            yield f"{self.peak >> 20} MiB"
        if self.seconds > MAX_SECONDS:
            yield f"{self.seconds:.0f} s"
        if self.preview_seconds > MAX_PREVIEW_SECONDS:
            yield f"preview: {self.preview_seconds:.0f} s"


class Workshop:
    """Workers that are given one file after the other."""

    def __init__(self, site: Installation) -> None:
        self.site = site
        self._workers: list[Program] = []

    def open(self) -> None:
        """An empty database with a user, a group and an offer in it; workers that are ready."""
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        call_command("migrate", verbosity=0)
        User.objects.create_user("buyer")
        supplier = make_supplier()
        make_offer(make_price_list(supplier), "BOSCH", "0986452041")
        make_group(supplier)
        make_supplier()
        call_command("refresh_offers", stdout=StringIO())
        self._workers = self.site.start_workers()
        for worker in self._workers:
            wait_for(lambda worker=worker: len(worker.members()) > 1, f"{worker.name} is ready")

    def pids(self) -> list[int]:
        """The workers' processes, without those that they start for a file."""
        members = [each for worker in self._workers for each in worker.members()]
        return sorted(each.pid for each in members if "project.worker" in each.cmdline())

    def outcome(self, path: Path, filename: str, *, is_price_list: bool = False) -> Outcome:
        """Submit the file, wait for its end, and look at it as a price list besides."""
        submit = _submitted_price_list if is_price_list else _submitted
        task, stored = submit(path, filename)
        began = time.monotonic()
        with ExitStack() as stack:
            watches = [
                stack.enter_context(MemoryWatch(each.pid for each in worker.members()))
                for worker in self._workers
            ]
            wait_for(lambda: _has_ended(task), "the end", 2 * MAX_SECONDS, every=0.1)
        seconds = time.monotonic() - began
        task.refresh_from_db()
        preview, preview_seconds = _preview(path)
        shutil.rmtree(stored.parent)
        lines = task.lines if isinstance(task, CrossDockTask) else task.rows_taken
        return Outcome(
            size=path.stat().st_size,
            lines=lines if task.status == Status.SUCCESS else None,
            message=str(task.error_message),
            peak=max(watch.peak for watch in watches),
            seconds=seconds,
            preview=preview,
            preview_seconds=preview_seconds,
        )


Task = CrossDockTask | PriceListImport


def _submitted(path: Path, filename: str) -> tuple[Task, Path]:
    task = CrossDockTask(
        filename=filename,
        user=User.objects.get(),
        supplier_group=SupplierGroup.objects.get(),
        lookback_days=1,
    )
    with path.open("rb") as content:
        task.request_file.save(path.name, File(content), save=False)
    task.submit()
    return task, Path(task.request_file.path)


def _submitted_price_list(path: Path, filename: str) -> tuple[Task, Path]:
    task = PriceListImport(
        filename=filename,
        user=User.objects.get(),
        supplier=Supplier.objects.latest("pk"),
        valid_from=timezone.localdate(),
    )
    with path.open("rb") as content:
        task.file.save(path.name, File(content), save=False)
    task.submit()
    return task, Path(task.file.path)


def _has_ended(task: Task) -> bool:
    return not type(task).objects.filter(pk=task.pk, status__in=ACTIVE).exists()


def _preview(path: Path) -> tuple[str, float]:
    began = time.monotonic()
    try:
        read_preview(path, needed=NEEDED)
        message = ""
    except UserError as error:
        message = str(error)
    return message, time.monotonic() - began


def run(site: Installation, arguments: argparse.Namespace) -> int:
    """Try all the files that were asked for, and print the table; returns the exit code."""
    logging.disable(logging.CRITICAL)
    workshop = Workshop(site)
    workshop.open()
    before = workshop.pids()
    assert len(before) == 2 * len(WORKERS)  # of each the process that works, and its parent
    with TemporaryDirectory(dir=site.var) as folder:
        right = _table(workshop, arguments, Path(folder))
        if arguments.damaged:
            right &= _damaged(workshop, arguments, Path(folder))
    same = workshop.pids() == before
    _say(f"\nThe workers are the same processes as at the beginning: {'yes' if same else 'NO'}.")
    return 0 if right and same else 1


def _table(workshop: Workshop, arguments: argparse.Namespace, folder: Path) -> bool:
    right = True
    _say("| file | size | outcome | peak memory | time | preview |")
    _say("|---|---:|---|---:|---:|---:|")
    for file in _wanted(arguments):
        path = file.written(folder)
        outcome = workshop.outcome(path, path.name, is_price_list=file.is_price_list)
        path.unlink()
        told = f"{outcome.lines:,} lines" if outcome.lines is not None else outcome.message
        told = told if len(told) <= SHOWN else f"{told[:SHOWN]}…"
        _say(
            f"| {file.name} | {_size(outcome.size)} | {told} | {outcome.peak >> 20} MiB "
            f"| {outcome.seconds:.1f} s | {outcome.preview_seconds:.1f} s |"
        )
        for mistake in outcome.mistakes(file):
            right = False
            _say(f"\n    WRONG: {mistake}\n")
    return right


def _wanted(arguments: argparse.Namespace) -> Iterator[HostileFile]:
    if arguments.worst:
        yield from map(FILES.__getitem__, WORST)
        return
    for file in FILES.values():
        left_out = arguments.light if file.heavy else arguments.heavy
        if not left_out and arguments.only in file.name:
            yield file


def _damaged(workshop: Workshop, arguments: argparse.Namespace, folder: Path) -> bool:
    right = True
    counts: dict[str, Counter[str]] = {}
    peaks: Counter[str] = Counter()
    slowest: Counter[str] = Counter()
    for name, path in damaged_files(folder, arguments.damaged, arguments.seed):
        outcome = workshop.outcome(path, name)
        counts.setdefault(path.suffix, Counter())["refused" if outcome.message else "read"] += 1
        peaks[path.suffix] = max(peaks[path.suffix], outcome.peak)
        slowest[path.suffix] = max(slowest[path.suffix], round(10 * outcome.seconds))
        for mistake in outcome.mistakes():
            right = False
            _say(f"\n    WRONG: {name}, seed {arguments.seed}: {mistake}\n")
    _say("\n| damaged at random | files | read all the same | refused | peak memory | slowest |")
    _say("|---|---:|---:|---:|---:|---:|")
    for ending, count in counts.items():
        _say(
            f"| {ending} | {count.total()} | {count['read']} | {count['refused']} "
            f"| {peaks[ending] >> 20} MiB | {slowest[ending] / 10} s |"
        )
    return right


def _size(size: int) -> str:
    return f"{size / 10**6:.1f} MB" if size >= 10**5 else f"{size / 1000:.1f} kB"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}{os.linesep}")
    sys.stdout.flush()
