"""What a look-up costs while suppliers are ahead of the view, beside one that is not.

Its databases, with few and with many lists of history, are kept under VAR_DIR.
"""

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.rows import Row

OFFERS = int(os.environ.get("OFFERS", 1_000_000))
SUPPLIERS, LINES, TIMES = 50, 20_000, 3
HISTORIES = (2, 20)
AHEAD = (1, 10, 50)
FILENAME = "ahead.csv"
COPY = """
    INSERT INTO crossdock_offer (supplier_id, price_list_id, valid_from, brand, article, brand_key,
        article_key, price, quantity)
    SELECT supplier_id, %s, %s, brand, article, brand_key, article_key, price * 0.99, quantity
    FROM crossdock_offer WHERE price_list_id = %s
"""


def rows(var: Path) -> Iterator[Row]:
    """A row for each number of suppliers ahead, with the longest history; figures for all."""
    from benchmarks.demo_site import in_process_of_its_own

    taken = {days: in_process_of_its_own("newer_offers", var, days) for days in HISTORIES}
    for count in AHEAD:
        ratios = {days: times[str(count)] / times["0"] for days, times in taken.items()}
        each = (
            f"{days} lists of history: {times[str(count)]:.0f} µs a line beside {times['0']:.0f}"
            for days, times in taken.items()
        )
        yield Row(
            f"look-up, {count} of {SUPPLIERS} suppliers ahead of the view, {OFFERS:,} offers",
            "the same, none ahead",
            max(ratios.values()),
            "; ".join(each),
            at_most=3,
        )


def measure(var: Path, days: int) -> dict[int, float]:
    """Microseconds a line by how many suppliers are ahead, with so many lists of history."""
    os.environ.update(DJANGO_SETTINGS_MODULE="project.settings", LOG_LEVEL="ERROR")
    os.environ["VAR_DIR"] = str(folder := var / f"history-{days}-{OFFERS}")
    from project import services

    with services.running(folder):
        import django

        django.setup()
        from django.core.management import call_command

        from crossdock.management import demo
        from crossdock.models import PriceList
        from crossdock.offers.current import Refresh

        call_command("migrate", verbosity=0)
        if not PriceList.objects.exists():
            demo.make_price_lists(OFFERS, SUPPLIERS, days)
        PriceList.objects.filter(filename=FILENAME).delete()
        Refresh().run()
        known = demo.parts(max(PriceList.objects.first().rows_taken * 5, demo.REQUEST_LINES * 2))
        wanted = random.Random("newer").choices(known, k=LINES)
        taken = {0: look_up(wanted)}
        for count in AHEAD:
            come(count)
            taken[count] = look_up(wanted)
        return taken


def come(count: int) -> None:
    """Let so many suppliers send their last list again, a little cheaper."""
    from django.db import connection, transaction
    from django.utils import timezone

    from crossdock.models import PriceList, Supplier

    today = timezone.localdate()
    for supplier in Supplier.objects.order_by("id")[:count]:
        last = supplier.price_lists.first()
        if last is None or last.filename == FILENAME:
            continue
        with transaction.atomic(), connection.cursor() as cursor:
            come = PriceList.objects.create(supplier=supplier, valid_from=today, filename=FILENAME)
            cursor.execute(COPY, [come.pk, today, last.pk])


def look_up(wanted: list[Any]) -> float:
    """Microseconds a line, the best of some runs."""
    from crossdock.models import SupplierGroup
    from crossdock.offers.search import OfferSearch
    from crossdock.parts.keys import Part, article_key, brand_key

    parts = [Part(brand_key(part.brand), article_key(part.article)) for part in wanted]
    search = OfferSearch(SupplierGroup.objects.order_by("id").first(), HISTORIES[0])
    seconds = []
    for _ in range(TIMES):
        began = time.perf_counter()
        for start in range(0, LINES, 2000):
            search.answers(parts[start : start + 2000])
        seconds.append(time.perf_counter() - began)
    assert not search.by_original_query
    return min(seconds) / LINES * 1e6


if __name__ == "__main__":
    import json
    import sys

    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
