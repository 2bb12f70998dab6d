"""Very many tasks, and what else grows with the years, for the pages to be measured with."""

import random
from datetime import timedelta

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


def make(tasks: int) -> None:
    """Bring the database to so many tasks, with what belongs to them."""
    make_tasks(tasks)
    make_lists(tasks // 10)
    make_notices(tasks)
    make_brands(tasks // 100)
    make_sheets(tasks // 100)


def make_tasks(count: int) -> None:
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


def make_brands(count: int) -> None:
    """Pairs of brands that may be one, and as many that were decided."""
    from django.contrib.auth.models import User

    from crossdock.models import BrandDecision, BrandSuggestion

    user = User.objects.get(username="buyer")
    facts = {"rule": "A", "suppliers_1": 1, "suppliers_2": 2, "weight": 5, "high": 1, "low": 0.5}
    counts = {"shared": 5, "conflicts": 0, "lines": 3}
    for number in range(BrandSuggestion.objects.count(), count):
        for name, model, fields in (
            ("BRAND", BrandSuggestion, facts | counts),
            ("TRADE", BrandDecision, {"user": user, "answer": "NO"}),
        ):
            name_1, name_2 = f"{name} {number}", f"{name} {number} AG"
            keys = {"key_1": name_1.lower(), "key_2": name_2.lower()}
            model._default_manager.create(name_1=name_1, name_2=name_2, **keys, **fields)


def make_sheets(count: int) -> None:
    """Negotiation sheets of tasks."""
    from django.contrib.auth.models import User

    from crossdock.models import CrossDockTask, NegotiationSheet, Supplier
    from crossdock.models.lifecycle import Status

    missing = count - NegotiationSheet.objects.count()
    supplier, user = Supplier.objects.all()[0], User.objects.get(username="buyer")
    NegotiationSheet.objects.bulk_create(
        NegotiationSheet(supplier=supplier, task=task, user=user, status=Status.CANCELLED)
        for task in CrossDockTask.objects.all()[: max(missing, 0)]
    )
