"""What the materialized view is worth, and what it costs, at several sizes of the offers table.

    python -m benchmarks.offers [OFFERS ...]          (default: 1,000,000 and 10,000,000)

Each size gets a PostgreSQL of its own under VAR_DIR (default var/benchmarks), which is kept: making
ten million demo offers takes minutes, and the next run finds them there.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var" / "benchmarks"))
SUPPLIERS = 100
LINES = 100_000
LINES_ONE_BY_ONE = 2_000
IMPORTED_ROWS = 100_000

Row = tuple[str, str]


def main(sizes: list[int]) -> None:
    """Measure each size in a process of its own and print the tables side by side."""
    columns = []
    for offers in sizes:
        run = [sys.executable, "-m", "benchmarks.offers", "--measure", str(offers)]
        output = subprocess.run(run, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
        columns.append(dict(line.split("\t") for line in output.splitlines() if "\t" in line))
    print(f"| | {' | '.join(f'{offers:,} offers' for offers in sizes)} |")
    print(f"|---|{'---|' * len(sizes)}")
    for name in columns[0]:
        print(f"| {name} | {' | '.join(column[name] for column in columns)} |")


def measure(offers: int) -> None:
    """Print the measurements of one size, a name and a value a line."""
    var = VAR / str(offers)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="project.settings", VAR_DIR=str(var), LOG_LEVEL="ERROR"
    )
    from project import services

    with services.running(var):
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        for name, value in (*_made(offers), *_sizes(), *_look_ups(), *_import(var), *_refresh()):
            print(f"{name}\t{value}", flush=True)


def _made(offers: int) -> Iterator[Row]:
    from django.core.management import call_command

    from crossdock.models import PriceList

    if not PriceList.objects.exists():
        seconds = _seconds(
            lambda: call_command("seed_demo", offers=offers, suppliers=SUPPLIERS, stdout=sys.stderr)
        )
        (VAR / str(offers) / "made-in").write_text(f"{seconds:.0f} s")
    yield "demo data made and view filled in", (VAR / str(offers) / "made-in").read_text()


def _sizes() -> Iterator[Row]:
    from django.db import connection

    with connection.cursor() as cursor:
        for name, size in (
            ("offers table", "pg_table_size('crossdock_offer')"),
            ("its indexes", "pg_indexes_size('crossdock_offer')"),
            ("view", "pg_table_size('crossdock_current_offer')"),
            ("its index", "pg_indexes_size('crossdock_current_offer')"),
        ):
            cursor.execute(f"SELECT pg_size_pretty({size})")
            yield name, cursor.fetchone()[0]


def _look_ups() -> Iterator[Row]:
    from crossdock.management import demo
    from crossdock.models import SupplierGroup
    from crossdock.offers.search import OfferSearch, query_supplier_data
    from crossdock.parts.keys import Part, article_key, brand_key

    group = SupplierGroup.objects.order_by("id").first()
    known = demo.parts(_parts_there())
    wanted = random.Random("benchmark").choices(known, k=LINES)
    parts = [Part(brand_key(part.brand), article_key(part.article)) for part in wanted]
    search = OfferSearch(group, 2)
    batches = [parts[start : start + 2000] for start in range(0, LINES, 2000)]
    answers: list[object] = []

    def by_view() -> None:
        answers.clear()
        for batch in batches:
            answers.extend(answer.offers for answer in search.answers(batch))

    by_view()  # once for the caches, which the one-by-one query finds warm as well
    per_line = _seconds(by_view) / LINES
    assert not search.by_original_query
    few = wanted[:LINES_ONE_BY_ONE]
    one_by_one: list[object] = []

    def by_original_query() -> None:
        one_by_one[:] = [query_supplier_data(part.brand, part.article, group, 2) for part in few]

    by_original_query()
    per_line_alone = _seconds(by_original_query) / len(few)
    same = list(map(list, one_by_one)) == list(map(list, answers[: len(few)]))
    yield (
        f"{LINES:,} lines through the view",
        f"{per_line * LINES:.1f} s, {per_line * 1e3:.3f} ms a line",
    )
    yield "original query, a line at a time", f"{per_line_alone * 1e3:.2f} ms a line"
    yield "times faster", f"{per_line_alone / per_line:.0f}"
    yield f"same answer ({len(few):,} lines)", "yes" if same else "NO"


def _import(var: Path) -> Iterator[Row]:
    from django.utils import timezone

    from crossdock.management import demo
    from crossdock.models import Supplier, SupplierGroup
    from crossdock.offers.search import OfferSearch
    from crossdock.pricelists.importer import import_price_list

    known = demo.parts(_parts_there())
    chosen = random.Random("import").choices(known, k=IMPORTED_ROWS)
    path = var / "import.csv"
    lines = [f"{part.brand};{part.article};{part.price};5\n" for part in chosen]
    path.write_text("Бренд;Артикул;Цена;Количество\n" + "".join(lines))
    supplier = Supplier.objects.order_by("id").first()
    group = SupplierGroup.objects.order_by("id").first()
    began = time.perf_counter()
    import_price_list(path, supplier, timezone.localdate())
    imported = time.perf_counter() - began
    from crossdock.parts.keys import Part, article_key, brand_key

    part = Part(brand_key(chosen[0].brand), article_key(chosen[0].article))
    [[offer]] = OfferSearch(group, 2).latest([part], [supplier.pk])
    assert offer.quantity == 5, "tasks see the import without a refresh"
    yield f"import of {IMPORTED_ROWS:,} rows", f"{imported:.1f} s"
    yield "until tasks see it", f"{time.perf_counter() - began:.1f} s"


def _refresh() -> Iterator[Row]:
    from crossdock.models import PriceList
    from crossdock.offers.current import Refresh

    yield "refresh, readers not disturbed", f"{_seconds(lambda: Refresh().run()):.1f} s"
    PriceList.objects.filter(filename="import.csv").delete()  # the next run finds what this one did
    Refresh().run()


def _parts_there() -> int:
    from crossdock.models import PriceList

    rows = PriceList.objects.filter(filename__endswith=".xlsx").order_by("id").first().rows_taken
    return max(rows * 5, 20_000)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1_000_000, 10_000_000])
