"""How long the server takes over each page with very many tasks.

    python -m benchmarks.pages [TASKS]          (default: 200,000)

Works in a database of its own under VAR_DIR (default var/benchmarks), which is kept.
"""

import os
import random
import re
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var" / "benchmarks")) / "pages"
TIMES = 20
WORDS = (
    "Заявка",
    "order",
    "Склад",
    "ТО",
    "price",
    "Mobis",
    "фильтры",
    "колодки",
    "ОПТ",
    "сентябрь",
)


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
        make(tasks)
        make_lists(tasks // 10)
        make_notices(tasks)
        measure()


def make(count: int) -> None:
    """Tasks of four years by twenty users in all states, with half as many comments."""
    from django.contrib.auth.models import User
    from django.db import connection
    from django.utils import timezone

    from crossdock.management import demo
    from crossdock.models import CrossDockTask, SupplierGroup, TaskComment
    from crossdock.models.lifecycle import Status

    missing = count - CrossDockTask.objects.count()
    if missing <= 0:
        return
    demo.make_suppliers(12)
    User.objects.get_or_create(username="buyer")
    for number in range(18):
        User.objects.get_or_create(username=f"user{number}")
    groups, users = list(SupplierGroup.objects.all()), list(User.objects.all())
    chance, now = random.Random("pages"), timezone.now()
    statuses = [Status.SUCCESS] * 90 + [Status.FAILURE] * 7 + [Status.CANCELLED] * 3
    for start in range(0, missing, 5000):
        tasks = []
        for number in range(start, min(start + 5000, missing)):
            status = chance.choice(statuses)
            created = now - timedelta(minutes=10 * number)
            task = CrossDockTask(
                filename=f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}.xlsx",
                user=chance.choice(users),
                supplier_group=chance.choice(groups),
                status=status,
                started_at=created,
                finished_at=created + timedelta(seconds=chance.randint(1, 600)),
                lines=1000,
                lines_found=chance.randint(0, 1000),
            )
            task.request_file.name = f"tasks/{task.pk}/request.xlsx"
            if status == Status.SUCCESS:
                task.result_file.name = f"tasks/{task.pk}/result-1.xlsx"
            task.created_at = created
            tasks.append(task)
        created_at = CrossDockTask._meta.get_field("created_at")
        created_at.auto_now_add = False  # type: ignore[union-attr]
        CrossDockTask.objects.bulk_create(tasks)
        TaskComment.objects.bulk_create(
            TaskComment(task=chance.choice(tasks), user=chance.choice(users), text="So be it.")
            for _number in range(len(tasks) // 2)
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def make_lists(count: int) -> None:
    """Price lists of all suppliers, and the uploads that brought them."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from crossdock.models import PriceList, PriceListImport, Supplier
    from crossdock.models.lifecycle import Status

    missing = count - PriceListImport.objects.count()
    if missing <= 0:
        return
    suppliers, user, now = (
        list(Supplier.objects.all()),
        User.objects.get(username="buyer"),
        timezone.now(),
    )
    for start in range(0, missing, 5000):
        numbers = range(start, min(start + 5000, missing))
        owners = [suppliers[number % len(suppliers)] for number in numbers]
        days = [now - timedelta(days=number // len(suppliers)) for number in numbers]
        lists = PriceList.objects.bulk_create(
            PriceList(supplier=owner, valid_from=day, filename="list.xlsx", rows_taken=1000)
            for owner, day in zip(owners, days, strict=True)
        )
        PriceListImport.objects.bulk_create(
            PriceListImport(
                supplier=each.supplier,
                user=user,
                filename=each.filename,
                valid_from=each.valid_from,
                price_list=each,
                status=Status.SUCCESS,
                started_at=day,
                finished_at=day,
                rows_taken=1000,
                rows_left_out=0,
            )
            for each, day in zip(lists, days, strict=True)
        )


def make_notices(count: int) -> None:
    """Notices of the ends of tasks, half of them of one user; the last ones unread."""
    from django.contrib.auth.models import User
    from django.db import connection
    from django.utils import timezone

    from crossdock.models import CrossDockTask, Notice
    from crossdock.models.notices import Kind
    from crossdock.texts import Text

    missing = count - Notice.objects.count()
    if missing <= 0:
        return
    users, now = list(User.objects.all()), timezone.now()
    buyer = next(user for user in users if user.username == "buyer")
    keys = list(CrossDockTask.objects.order_by("created_at").values_list("pk", flat=True)[:missing])
    text = Text("%(file)s has failed") % {"file": "order.xlsx"}
    for start in range(0, len(keys), 5000):
        Notice.objects.bulk_create(
            Notice(
                user=buyer if number % 2 else users[number % len(users)],
                kind=Kind.TASK_FAILED,
                text=text,
                task_id=key,
                read_at=None if number > missing - 2000 else now,
            )
            for number, key in enumerate(keys[start : start + 5000], start)
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def measure() -> None:
    """Print the server's milliseconds for each page, in either language."""
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    from crossdock.models import CrossDockTask, Supplier, SupplierGroup

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
        "search, one": "q=колодки 77777.xlsx",
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
    print("| page | median, ms | worst, ms | in Russian, median, ms |\n|---|---|---|---|")
    for name, (address, status) in pages.items():
        english, russian = (
            [milliseconds(client, address, status, language) for _number in range(TIMES)]
            for language in ("en", "ru")
        )
        median, median_russian = statistics.median(english), statistics.median(russian)
        print(f"| {name} | {median:.1f} | {max(english):.1f} | {median_russian:.1f} |", flush=True)


def milliseconds(client: Any, address: str, status: int, language: str) -> float:
    """How long the server takes over the page."""
    began = time.perf_counter()
    answer = client.get(address, headers={"Accept-Language": language})
    taken = 1000 * (time.perf_counter() - began)
    assert answer.status_code == status, (address, answer.status_code)
    return taken


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 200_000)
