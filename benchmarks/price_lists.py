"""How long an import of a price list takes, beside a bare COPY of the same rows.

Works in a database of its own, on a PostgreSQL of its own unless DATABASE_URL names one.
"""

import datetime
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django
import rustpy_xlsxwriter
from django.db import connection, transaction

from benchmarks.rows import Row
from project import services

DATABASE = "crossdock_benchmark"
TABLE = "crossdock_offer"
COLUMNS = (
    "supplier_id, price_list_id, valid_from, "
    "brand, article, brand_key, article_key, price, quantity"
)
BRANDS = ("BOSCH", "MANN-FILTER", "Hyundai/Kia", "LEMFÖRDER", "SKF", "FEBI BILSTEIN", "Белкард")
TODAY = datetime.date(2026, 1, 31)
ROWS, TIMES = 1_000_000, 3


def rows(var: Path) -> Iterator[Row]:
    """The rows of the table."""
    folder = Path(tempfile.mkdtemp(prefix="crossdock-"))
    os.environ.update(DJANGO_SETTINGS_MODULE="project.settings", VAR_DIR=str(folder))
    server = None if os.environ.get("DATABASE_URL") else services.Postgres(folder)
    try:
        if server is not None:
            server.start()
        django.setup()
        connection.settings_dict["TEST"]["NAME"] = DATABASE
        own_name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield from measure(folder)
        finally:
            connection.creation.destroy_test_db(own_name, verbosity=0)
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder)


def measure(folder: Path) -> Iterator[Row]:
    """A row for each of the formats."""
    from crossdock.models import PriceList, Supplier
    from crossdock.pricelists.importer import import_price_list
    from crossdock.workers import process

    process.tune_garbage_collector()  # as workers and the command do
    supplier = Supplier.objects.create(code="benchmark", name="Benchmark")
    files = write_files(folder, ROWS)
    import_price_list(files["CSV"], supplier, TODAY)
    ready = copy_out()

    def bare_copy() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            price_list = PriceList.objects.create(supplier=supplier, valid_from=TODAY)
            with cursor.copy(f"COPY {TABLE} ({COLUMNS}) FROM STDIN") as copy:
                copy.write(ready.replace(b"PRICE_LIST", str(price_list.pk).encode()))

    bare = best(bare_copy)
    for name, file in files.items():
        seconds = best(lambda file=file: import_price_list(file, supplier, TODAY))
        yield Row(
            f"import of {ROWS:,} price-list rows, {name}",
            "a bare COPY into the same table with its indexes and triggers",
            bare / seconds,
            f"{seconds:.1f} s beside {bare:.1f} s, the best of {TIMES}",
            at_least=0.6,
        )


def best(run: Callable[[], object]) -> float:
    """The shortest time, in seconds, into an empty table each time."""
    seconds = []
    for _ in range(TIMES):
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {TABLE}, crossdock_newer_offer, crossdock_pricelist CASCADE")
            cursor.execute("CHECKPOINT")
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def copy_out() -> bytes:
    """The table's rows as COPY takes them, with a word where the price list's number goes."""
    columns = COLUMNS.replace("price_list_id", "'PRICE_LIST'")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY (SELECT {columns} FROM {TABLE} ORDER BY id) TO STDOUT") as copy,
    ):
        return b"".join(copy)


def write_files(folder: Path, rows: int) -> dict[str, Path]:
    """The same list in two formats."""
    chance = random.Random(1)
    headings = ("Бренд", "Артикул", "Наименование", "Цена", "Остаток")
    table = []
    for _ in range(rows):
        digits = f"{chance.randrange(10**10):010d}"
        price = chance.randrange(1000, 900_000) / 100
        quantity = chance.choice(("10-50", ">10", "есть", *map(str, range(20))))
        article = f"{digits[0]} {digits[1:4]} {digits[4:7]} {digits[7:]}"
        table.append((chance.choice(BRANDS), article, "Фильтр масляный", price, quantity))
    csv = folder / "list.csv"
    with csv.open("w", encoding="utf-8") as file:
        for row in (headings, *table):
            print(*(str(cell).replace(".", ",") for cell in row), sep=";", file=file)
    xlsx = folder / "list.xlsx"
    rustpy_xlsxwriter.FastExcel(str(xlsx)).sheet(
        "Прайс", [dict(zip(headings, row, strict=True)) for row in table]
    ).save()
    return {"CSV": csv, ".xlsx": xlsx}
