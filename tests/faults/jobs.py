"""What is submitted, what must come of it, and the verdict."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path, PurePath
from random import Random
from uuid import UUID
from zipfile import ZipFile

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files import File
from django.core.management import call_command
from python_calamine import CalamineWorkbook
from rustpy_xlsxwriter import FastExcel

from crossdock.models import CrossDockTask, Offer, SupplierGroup
from crossdock.models.lifecycle import ACTIVE, Status
from crossdock.models.status import progress_of
from crossdock.parts.keys import article_key, brand_key
from crossdock.progress import Stage
from crossdock.results.texts import ENGLISH, RUSSIAN
from crossdock.results.workbook import FIRST_SHEET
from crossdock.storage.users_files import local, users_files
from tests.factories import make_group, make_price_list, make_supplier
from tests.faults.waiting import insist, wait_for

GROUP = "ОПТ-2"
LOOKBACK_DAYS = 3
DAYS_OLD = (0, 1, 0, 9)
"""Of each supplier's price list: far enough from the lookback for a midnight to pass."""

PARTS = 5_000
USER = "buyer"


class RequestFile:
    """A request file of so many lines, and the result that is right for it."""

    def __init__(self, name: str, lines: int) -> None:
        self.name = f"{name}.xlsx"
        self.lines = lines

    @cached_property
    def path(self) -> Path:
        folder = Path(settings.VAR_DIR) / "requests"
        folder.mkdir(exist_ok=True)
        path = folder / self.name
        random = Random(self.name)
        rows = (
            {"Бренд": "Bosch", "Артикул": f"W-{random.randrange(PARTS)}", "Кол-во": number}
            for number in range(self.lines)
        )
        FastExcel(str(path)).sheet("Заявка", rows).save()
        return path

    @cached_property
    def digest(self) -> bytes:
        return blake2b(self.path.read_bytes()).digest()

    @cached_property
    def right_result(self) -> str:
        """The digest of the cells that `process_file` writes."""
        output = self.path.with_suffix(".result.xlsx")
        with Path(os.devnull).open("w") as nowhere:
            call_command(
                "process_file",
                self.path,
                group=GROUP,
                lookback=LOOKBACK_DAYS,
                output=output,
                stdout=nowhere,
            )
        return cells_digest(output)


SMALL = RequestFile("small", 400)
SHORT = RequestFile("short", 4_000)
LONG = RequestFile("long", 40_000)
LONGER = RequestFile("longer", 120_000)
HUGE = RequestFile("huge", 300_000)
"""Only to be cancelled: nobody waits for its right result."""


MOMENTS = (ENGLISH.prices_as_of, RUSSIAN.prices_as_of)


def cells_digest(path: Path) -> str:
    """Of the lines' sheet as it is written, and of the other cells but the moment of the prices.

    To read all of the lines' cells takes six times as long, for each trial.
    """
    digest = blake2b(digest_size=8)
    with ZipFile(path) as archive:
        digest.update(archive.read(FIRST_SHEET))
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names[1:]:
        for row in book.get_sheet_by_name(name).to_python():
            cells = row[:1] + row[2:] if row[0] in MOMENTS else row
            digest.update(repr(cells).encode())
    return digest.hexdigest()


def prepare_data(files: Iterable[RequestFile]) -> None:
    """A user, a group of suppliers with offers, and the files' right results."""
    User.objects.create_user(USER, password=USER)
    suppliers = [make_supplier() for _age in DAYS_OLD]
    make_group(*suppliers, name=GROUP)
    random = Random("offers")
    for supplier, days_old in zip(suppliers, DAYS_OLD, strict=True):
        price_list = make_price_list(supplier, days_old)
        Offer.objects.bulk_create(
            Offer(
                supplier=supplier,
                price_list=price_list,
                valid_from=price_list.valid_from,
                brand="BOSCH",
                article=f"W {number}",
                brand_key=brand_key("BOSCH"),
                article_key=article_key(f"W {number}"),
                price=random.randint(100, 10_000),
                quantity=random.choice((0, 1, 10)),
            )
            for number in random.sample(range(PARTS), PARTS // 2)
        )
    with Path(os.devnull).open("w") as nowhere:
        call_command("refresh_offers", stdout=nowhere)
    for file in files:
        file.right_result  # noqa: B018 - before anything is timed


@dataclass(frozen=True)
class Job:
    """A submitted task."""

    id: UUID
    file: RequestFile

    def read(self) -> CrossDockTask:
        """The row as it is now."""
        return CrossDockTask.objects.get(pk=self.id)

    @property
    def has_ended(self) -> bool:
        return self.read().status not in ACTIVE

    def has_begun(self) -> bool:
        return self.read().claim > 0

    @property
    def folder(self) -> Path:
        """Where its files are, unless they are in a bucket."""
        return Path(settings.MEDIA_ROOT) / "tasks" / str(self.id)

    @property
    def files(self) -> set[str]:
        """The names of what is stored of it."""
        return {PurePath(name).name for name in users_files.names(f"tasks/{self.id}")}


def stages(jobs: Iterable[Job]) -> dict[Job, Stage | None]:
    """Where each of the jobs that have not ended is being worked on; None if it is not yet."""
    by_id = {job.id: job for job in jobs}
    tasks = list(CrossDockTask.objects.filter(pk__in=by_id, status__in=ACTIVE))
    at_work = progress_of(task for task in tasks if task.status == Status.RUNNING)
    return {
        by_id[task.pk]: at_work[task.pk].stage if task.pk in at_work else None for task in tasks
    }


def submit(file: RequestFile, filename: str = "") -> Job:
    """Submit the file."""
    task = CrossDockTask(
        filename=filename or file.name,
        user=User.objects.get(username=USER),
        supplier_group=SupplierGroup.objects.get(name=GROUP),
        lookback_days=LOOKBACK_DAYS,
    )
    with file.path.open("rb") as content:
        task.request_file.save(file.name, File(content), save=False)
    task.submit()
    return Job(task.pk, file)


@dataclass(frozen=True)
class Trial:
    """How long it took until the end, and what was wrong with that, if anything."""

    seconds: float
    mistake: str = ""


def verdict(
    job: Job,
    since: float,
    *,
    status: Status = Status.SUCCESS,
    attempt: int = 1,
    lost_claims: int | None = None,
    within: float = 120,
) -> Trial:
    """Wait for the job's end and judge it; `since` and the time are those of time.monotonic."""
    try:
        # When it ended stands in its row: looking more often would be half of the trials' work.
        wait_for(lambda: job.has_ended, "the end", within - (time.monotonic() - since), every=0.2)
    except TimeoutError:
        task = insist(job.read)
        return Trial(
            time.monotonic() - since,
            f"{job.id} is still {task.status} after {within:.0f} s (claim {task.claim})",
        )
    task = insist(job.read)
    ended_ago = time.time() - (task.finished_at.timestamp() if task.finished_at else 0)
    seconds = max(time.monotonic() - since - ended_ago, 0)
    found = mistakes(job, status, attempt)
    if lost_claims is not None and task.claims_in_attempt - 1 > lost_claims:
        found.append(f"{task.claims_in_attempt - 1} claims count as lost")
    return Trial(seconds, f"{job.id}: {'; '.join(found)}" if found else "")


def mistakes(job: Job, status: Status, attempt: int) -> list[str]:
    """What is wrong with a task that has ended."""
    task = insist(job.read)
    found = []
    if (task.status, task.attempt) != (status, attempt):
        found.append(
            f"{task.status} in attempt {task.attempt} instead of {status} in {attempt}"
            f" ({task.error_message})"
        )
    with local(task.request_file) as request:
        if blake2b(request.read_bytes()).digest() != job.file.digest:
            found.append("the request file has changed")
    right = {PurePath(task.request_file.name or "").name}
    if task.status == Status.SUCCESS:
        right |= {PurePath(file.name or "").name for file in (task.result_file, task.lines_file)}
        if missing := right - job.files:
            found.append(f"missing: {', '.join(sorted(missing))}")
        else:
            with local(task.result_file) as result:
                if cells_digest(result) != job.file.right_result:
                    found.append("the result is wrong")
        if task.lines != job.file.lines:
            found.append(f"{task.lines} lines instead of {job.file.lines}")
    if extra := job.files - right:
        found.append(f"left over: {', '.join(sorted(extra))}")
    return found
