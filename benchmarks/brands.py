"""How many of the suggestions about brands are right, and how many lost lines they would find.

    python -m benchmarks.brands [--seed N]

Makes the lists of `brand_lists` in a PostgreSQL of its own, compares their brands, and says how
many of the pairs under the rules A and B are one (precision), and how many of the lines that are
lost to other spellings belong to a pair that is suggested (recall); then the same with twice the
noise. What the comparison takes is measured with it.
"""

import argparse
import os
import sys
import threading
from pathlib import Path

import psutil

from benchmarks.brand_lists import Lists

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var" / "benchmarks")) / "brands"
MIN_PRECISION, MIN_RECALL = 0.98, 0.95


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.brands", description=__doc__)
    parser.add_argument("--seed", type=int, default=18)
    arguments = parser.parse_args()
    os.environ.update(
        DJANGO_SETTINGS_MODULE="project.settings", VAR_DIR=str(VAR), LOG_LEVEL="ERROR"
    )
    from project import services

    with services.running(VAR):
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        good = [measure(Lists(arguments.seed, noise), noise) for noise in (1, 2)]
    sys.exit(not all(good))


def measure(lists: Lists, noise: float) -> bool:
    """Print what the comparison finds of the lists; whether that is as good as it is to be."""
    from crossdock.brands.evidence import Comparison
    from crossdock.models import BrandSuggestion

    store(lists)
    with Watched() as watched:
        Comparison().run()
    rows = BrandSuggestion.objects.values_list("rule", "name_1", "name_2")
    found = {frozenset(names): rule for rule, *names in rows}
    sure = {pair for pair, rule in found.items() if rule != BrandSuggestion.Rule.PERHAPS}
    lost = lists.lost()
    precision = len(sure & lists.one) / len(sure)
    recall = sum(lost[pair] for pair in sure & lists.one) / sum(lost.values())
    alike = sorted("/".join(sorted(pair)) for pair in sure & lists.alike)
    offers = sum(map(len, lists.suppliers))
    print(f"noise ×{noise}: {offers:,} offers, {len(lists.one)} pairs, {len(lists.decoys)} decoys")
    print(f"  suggested (A, B): {len(sure)}, right: {len(sure & lists.one)}")
    print(f"  perhaps: {len(found) - len(sure)}")
    print(f"  precision: {precision:.1%} (≥ {MIN_PRECISION:.0%})")
    print(f"  recall of {sum(lost.values()):,} lost lines: {recall:.1%} (≥ {MIN_RECALL:.0%})")
    print(f"  alike but not one, of {len(lists.alike)}: {', '.join(alike) or 'none suggested'}")
    wrong = sorted("/".join(sorted(pair)) for pair in sure - lists.one)
    print(f"  wrong: {', '.join(wrong) or 'none'}")
    print(f"  PostgreSQL: {watched.seconds:.1f} s of a processor, {watched.bytes >> 20} MB")
    return precision >= MIN_PRECISION and recall >= MIN_RECALL and not alike


def store(lists: Lists) -> None:
    """Put the lists in the place of all that there is."""
    from datetime import date

    from django.contrib.auth.models import User
    from django.db import connection
    from django.utils import timezone

    from crossdock.models import CrossDockTask, MissedLine, PriceList, Supplier, SupplierGroup
    from crossdock.models.lifecycle import Status
    from crossdock.offers.current import Refresh
    from crossdock.parts.keys import article_key, brand_key

    CrossDockTask.objects.all().delete()
    Supplier.objects.all().delete()
    today: date = timezone.localdate()
    columns = "supplier_id, price_list_id, brand, article, brand_key, article_key, price"
    for number, rows in enumerate(lists.suppliers):
        supplier = Supplier.objects.create(code=f"B{number}", name=f"Supplier {number}")
        price_list = PriceList.objects.create(supplier=supplier, valid_from=today)
        start = (supplier.pk, price_list.pk)
        with (
            connection.cursor() as cursor,
            cursor.copy(
                f"COPY crossdock_offer ({columns}, quantity, valid_from) FROM STDIN"
            ) as copy,
        ):
            for brand, article in rows:
                keys = (brand_key(brand), article_key(article))
                copy.write_row((*start, brand, article, *keys, 100, 5, today))
    user, _ = User.objects.get_or_create(username="benchmark")
    group, _ = SupplierGroup.objects.get_or_create(name="benchmark")
    tasks = [
        CrossDockTask.objects.create(
            user=user,
            supplier_group=group,
            status=Status.SUCCESS,
            result_file="x",
            finished_at=timezone.now(),
        )
        for _ in lists.tasks
    ]
    MissedLine.objects.bulk_create(
        MissedLine(
            task=tasks[task],
            brand=brand,
            brand_key=brand_key(brand),
            article_key=article_key(article),
            lines=1,
        )
        for task, brand, article in lists.missed()
    )
    Refresh().run()


class Watched:
    """What this thread's backend of PostgreSQL takes: seconds of a processor, bytes of its own."""

    def __init__(self) -> None:
        from django.db import connection

        connection.close()  # what earlier work has left in memory goes with its backend
        connection.ensure_connection()
        self._backend = psutil.Process(connection.connection.info.backend_pid)
        self.bytes = 0
        self._is_done = threading.Event()

    def __enter__(self) -> "Watched":
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_done.set()
        self._thread.join()
        times = self._backend.cpu_times()
        self.seconds = times.user + times.system

    def _watch(self) -> None:
        while not self._is_done.wait(0.1):
            self.bytes = max(self.bytes, self._backend.memory_full_info().uss)


if __name__ == "__main__":
    main()
