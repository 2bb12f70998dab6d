"""How long `import_price_list` takes beside a bare COPY of the same rows into the same table.

    python -m benchmarks.import_prices [ROWS]

Works in a database of its own, on a PostgreSQL of its own unless DATABASE_URL names one.
"""

import datetime
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="crossdock-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
os.environ["VAR_DIR"] = str(FOLDER)

import django
import rustpy_xlsxwriter
from django.db import connection, transaction

from project import services

django.setup()

from crossdock.models import Offer, PriceList, Supplier
from crossdock.pricelists.importer import import_price_list

TODAY = datetime.date(2026, 1, 31)
BRANDS = ("BOSCH", "MANN-FILTER", "Hyundai/Kia", "LEMFÖRDER", "SKF", "FEBI BILSTEIN", "Белкард")
COLUMNS = "supplier_id, price_list_id, valid_from, brand, article, brand_key, article_key, price, quantity"
TIMES = 3


def main(rows: int) -> None:
    connection.settings_dict["TEST"]["NAME"] = "crossdock_benchmark"
    server = None if os.environ.get("DATABASE_URL") else services.start_postgres(FOLDER)
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            measure(rows)
        finally:
            connection.creation.destroy_test_db("crossdock_benchmark", verbosity=0)
    finally:
        connection.close()
        if server is not None:
            server.stop()
        shutil.rmtree(FOLDER)


def measure(rows: int) -> None:
    supplier = Supplier.objects.create(code="benchmark", name="Benchmark")
    files = write_files(FOLDER, rows)
    import_price_list(files["CSV"], supplier, TODAY)
    ready = copy_out()

    def bare_copy() -> None:
        with transaction.atomic():
            price_list = PriceList.objects.create(supplier=supplier, valid_from=TODAY)
            own = ready.replace(b"PRICE_LIST", str(price_list.pk).encode())
            with (
                connection.cursor() as cursor,
                cursor.copy(f"COPY {TABLE} ({COLUMNS}) FROM STDIN") as copy,
            ):
                copy.write(own)

    bare = best(bare_copy)
    print(f"{rows} rows, the best of {TIMES} runs")
    print(f"{'bare COPY':<12}{bare:8.2f} s")
    for name, file in files.items():
        seconds = best(lambda file=file: import_price_list(file, supplier, TODAY))
        print(f"{name:<12}{seconds:8.2f} s{bare / seconds:8.0%} of the rate of the bare COPY")


TABLE = Offer._meta.db_table


def best(run: Callable[[], object]) -> float:
    """The shortest time, in seconds, into an empty table each time."""
    seconds = []
    for _ in range(TIMES):
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {TABLE}, {PriceList._meta.db_table}")
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


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
