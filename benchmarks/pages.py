"""How long the server takes over each page with very many tasks.

    python -m benchmarks.pages [TASKS]          (default: 200,000)

The processor's time is that of Django and of its connection to PostgreSQL together; on a machine
that others use too, it says more than the clock.

Works in a database of its own under VAR_DIR (default var/benchmarks), which is kept.
"""

import os
import re
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from benchmarks import page_data

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var" / "benchmarks")) / "pages"
TIMES = 20


def main(tasks: int) -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="project.settings", VAR_DIR=str(VAR), LOG_LEVEL="ERROR"
    )
    from project import services

    with services.running(VAR):
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        page_data.make(tasks)
        measure()


def measure() -> None:
    """Print the server's milliseconds for each page, in either language."""
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from crossdock.models import CrossDockTask, Supplier, SupplierGroup

    with connection.cursor() as cursor:  # whose helpers' time nobody would count
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    client = Client(SERVER_NAME="localhost")
    User.objects.filter(username="buyer").update(is_staff=True)
    buyer = User.objects.get(username="buyer")
    client.force_login(buyer)
    task = CrossDockTask.objects.order_by("created_at")[1000]
    group = SupplierGroup.objects.order_by("pk")[0].pk
    supplier = Supplier.objects.order_by("pk")[0].pk
    found = re.search(r'"version": "([^"]+)"', client.get("/tasks/").content.decode())
    assert found is not None
    known = found[1]
    filters = {
        "the task table": "",
        "page 2": "page=2",
        "the last page": "page=400",
        "by status": "status=FAILURE",
        "by status, waiting or running": "status=under_way",
        "by group": f"group={group}",
        "mine only": f"user={buyer.pk}",
        "by date": "since=2024-01-01&until=2024-02-01",
        "by group, status and user": f"group={group}&status=CANCELLED&user={buyer.pk}",
        "search, half of them": "q=ОПТ",
        "search, one": "q=123456.xlsx",
        "search, none": "q=nothing like it",
        "search for two letters, none": "q=zq",
        "mine with a search, none": f"user={buyer.pk}&q=nothing",
        **{f"sorted by {name}": f"sort={name}" for name in ("file", "-file", "status", "-status")},
        **{f"sorted by {name}": f"sort={name}" for name in ("created", "elapsed", "-elapsed")},
        "by group, sorted by elapsed": f"group={group}&sort=elapsed",
        "mine, sorted by file, page 5": f"user={buyer.pk}&sort=file&page=5",
    }
    pages: dict[str, tuple[str, Any]] = {
        name: (f"/tasks/?{query}", 200) for name, query in filters.items()
    }
    pages["the poll, nothing changed"] = (f"/tasks/rows/?version={known}", 204)
    pages["the poll, all rows changed"] = ("/tasks/rows/", 200)
    pages["a task's page"] = (reverse("crossdock:task_detail", args=[task.pk]), 200)
    for name in ("suppliers", "supplier-groups", "brand-aliases"):
        pages[name] = (f"/{name}/", 200)
    pages["price lists"] = ("/price-lists/", 200)
    pages["uploads"] = ("/price-lists/uploads/", 200)
    pages["uploads of one supplier"] = (f"/price-lists/uploads/?supplier={supplier}", 200)
    pages["uploads, page 400"] = ("/price-lists/uploads/?page=400", 200)
    pages["notifications"] = ("/notifications/", 200)
    pages["notifications, page 200"] = ("/notifications/?page=200", 200)
    pages["the bell"] = ("/notifications/bell/", 200)
    for name in ("brands", "brands/decisions", "negotiation", "purchasing-rules"):
        pages[name] = (f"/{name}/", 200)
    print("| page | processor, ms | in Russian | median, ms | worst, ms |\n|---|---|---|---|---|")
    for name, (address, status) in pages.items():
        english, russian = (Taken(client, address, status, language) for language in ("en", "ru"))
        walls = sorted(english.walls + russian.walls)
        print(
            f"| {name} | {english.processor:.1f} | {russian.processor:.1f}"
            f" | {statistics.median(walls):.1f} | {walls[-1]:.1f} |",
            flush=True,
        )


class Taken:
    """The server's milliseconds for a page: by the clock each time, of a processor in the mean."""

    def __init__(self, client: Any, address: str, status: int, language: str) -> None:
        from django.utils.encoding import iri_to_uri

        self.walls: list[float] = []
        for number in range(-1, TIMES):  # the first one finds out what the others know
            if number == 0:
                before = processor_seconds()
            began = time.perf_counter()
            answer = client.get(iri_to_uri(address), headers={"Accept-Language": language})
            self.walls.append(1000 * (time.perf_counter() - began))
            assert answer.status_code == status, (address, answer.status_code)
        del self.walls[0]
        self.processor = 1000 * (processor_seconds() - before) / TIMES


def processor_seconds() -> float:
    """Of a processor, for this process and its connection to PostgreSQL."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        times = psutil.Process(cursor.fetchone()[0]).cpu_times()
    return time.process_time() + times.user + times.system


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 200_000)
