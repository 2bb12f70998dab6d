"""An installation with demo offers: what request files are measured on."""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from tests.faults.installation import Installation

ROOT = Path(__file__).resolve().parent.parent
SUPPLIERS = 100
LOOKBACK_DAYS = 2


def as_in_production() -> None:
    """Settings for the processes to come, this one too."""
    os.environ.update(
        SECRET_KEY=secrets.token_urlsafe(50),
        ALLOWED_HOSTS="localhost,127.0.0.1",
        TLS="off",
        LOG_LEVEL="ERROR",
    )


@contextmanager
def demo_site(var: Path, offers: int) -> Iterator[Installation]:
    """Its services run, with about so many offers; Django is set up. No process runs yet."""
    as_in_production()
    with Installation(var / str(offers)) as site:
        import django

        django.setup()
        from django.contrib.auth.models import User
        from django.core.management import call_command
        from django.utils import timezone

        from crossdock.models import CrossDockTask, PriceList

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        CrossDockTask.objects.all().delete()
        if PriceList.objects.filter(valid_from=timezone.localdate()).count() < SUPPLIERS / 2:
            User.objects.get_or_create(username="buyer")
            call_command("seed_demo", offers=offers, suppliers=SUPPLIERS, stdout=sys.stderr)
            CrossDockTask.objects.all().delete()  # the example request
        yield site


def in_process_of_its_own(module: str, *arguments: object) -> Any:
    """What a benchmark module prints as JSON: settings hold for a process."""
    run = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    return json.loads(subprocess.run(run, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def request_file(folder: Path, lines: int) -> Path:
    """A file of so many lines, which ask for parts that are on sale."""
    from rustpy_xlsxwriter import FastExcel

    from crossdock.management import demo

    path, chance = folder / f"request-{lines}.xlsx", Random("request")
    wanted = chance.choices(demo.parts(parts_there()), k=lines)
    rows = (
        {"Бренд": part.brand, "Артикул": part.article, "Кол-во": chance.randint(1, 20)}
        for part in wanted
    )
    FastExcel(str(path)).sheet("Заявка", rows).save()
    return path


def run_tasks(file: Path, count: int) -> float:
    """Have a file worked on so many times; seconds from the first claim to the last result."""
    from django.contrib.auth.models import User
    from django.core.files import File

    from crossdock.models import CrossDockTask, SupplierGroup
    from crossdock.models.lifecycle import ACTIVE, Status

    user, group = User.objects.order_by("id").first(), SupplierGroup.objects.order_by("id").first()
    made = []
    for number in range(count):
        task = CrossDockTask(
            filename=f"{number} {file.name}",
            user=user,
            supplier_group=group,
            lookback_days=LOOKBACK_DAYS,
            is_long=True,
        )
        with file.open("rb") as content:
            task.request_file.save(file.name, File(content), save=False)
        made.append(task)
    for task in made:
        task.submit()
    rows = CrossDockTask.objects.filter(pk__in=[task.pk for task in made])
    while rows.filter(status__in=ACTIVE).exists():
        time.sleep(0.1)
    assert not rows.exclude(status=Status.SUCCESS).exists(), list(rows.values("error_message"))
    claimed = min(rows.values_list("started_at", flat=True))
    return (max(rows.values_list("finished_at", flat=True)) - claimed).total_seconds()


def parts_there() -> int:
    """How many made-up parts the demo's suppliers choose theirs from."""
    from crossdock.models import PriceList

    rows = PriceList.objects.filter(filename__endswith=".xlsx").order_by("id").first().rows_taken
    return max(rows * 5, 20_000)
