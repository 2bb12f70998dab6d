"""Made-up suppliers, price lists and a request, for a first look and for measurements.

Everything here is derived from fixed seeds, so the parts are the same at every start; only the days
follow the calendar.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from django.contrib.auth.models import User
from django.core.files import File
from django.utils import timezone
from rustpy_xlsxwriter import FastExcel

from crossdock.models import CrossDockTask, PriceList, Supplier, SupplierGroup
from crossdock.parts.keys import article_key, brand_key
from crossdock.pricelists.copying import copy_offers
from crossdock.pricelists.rows import OfferRow

CODE = "DEMO-"
"""Begins the codes of the suppliers that are made up; no other supplier's data is ever touched."""

DAYS = 5
"""The price lists go back so many days, today's included."""

KEPT_DAYS = 10
REQUEST_LINES = 10_000
GROUPS = {"Группа для проценки ТРЕШКА": slice(None), "ОПТ-2": slice(None, None, 2)}


class DemoSupplier(NamedTuple):
    """How a made-up supplier behaves; `quiet_days` is how long ago its last list came."""

    name: str
    delivery_hours: int
    price_factor: float
    quiet_days: int = 0


SUPPLIERS = (
    DemoSupplier("Автодеталь Центр", 4, 1.06),
    DemoSupplier("Северный склад", 24, 1.00),
    DemoSupplier("Восток-Запчасть", 72, 0.91),
    DemoSupplier("Парт-Экспресс", 2, 1.12),
    DemoSupplier("МоторИмпорт", 48, 0.95),
    DemoSupplier("Кардан и Ко", 24, 1.02),
    DemoSupplier("Юг-Авто", 36, 0.97, quiet_days=1),
    DemoSupplier("Балтика Партс", 96, 0.88, quiet_days=1),
    DemoSupplier("Урал-Агрегат", 60, 0.94, quiet_days=2),
    DemoSupplier("Nordic Parts", 120, 0.90, quiet_days=2),
    DemoSupplier("Трейд-Шина", 24, 0.99, quiet_days=3),
    DemoSupplier("Старый Арсенал", 48, 0.85, quiet_days=4),
)

BRANDS = (
    *("BOSCH", "MANN-FILTER", "SKF", "TRW", "ATE", "NGK", "GATES", "SACHS", "FEBI BILSTEIN"),
    *("LEMFÖRDER", "KNECHT/MAHLE", "TOYOTA", "Hyundai/Kia", "VAG", "FORD", "Mitsubishi", "ЗМЗ"),
)
OTHER_SPELLINGS = {"MANN-FILTER": "Mann-Filter", "Hyundai/Kia": "Mobis", "LEMFÖRDER": "Lemförder"}


class DemoPart(NamedTuple):
    """A made-up part and about what it costs."""

    brand: str
    article: str
    price: float


@lru_cache(maxsize=1)
def parts(count: int) -> list[DemoPart]:
    """The first `count` made-up parts, each brand and article once."""
    random = Random("parts")
    parts_made: dict[tuple[str, str], DemoPart] = {}
    while len(parts_made) < count:
        brand, digits = random.choice(BRANDS), f"{random.randrange(10**9, 10**10)}"
        article = random.choice(
            (
                f"{digits[0]} {digits[1:4]} {digits[4:7]} {digits[7:]}",
                f"{digits[:5]}-{digits[5:]}",
                f"W {digits[:4]}/{digits[4:6]}",
                f"0{digits[:7]}AA",
                f"{digits[:4]}.{digits[4:]}",
            )
        )
        parts_made[brand, article] = DemoPart(brand, article, round(50 * 300 ** random.random(), 2))
    return list(parts_made.values())


def make_suppliers(count: int) -> list[tuple[Supplier, DemoSupplier]]:
    """The demo's suppliers, in their groups; beyond the first twelve they are alike."""
    further = (
        DemoSupplier(f"Поставщик {number}", 12 + number % 60, 0.85 + number % 30 / 100, number % 4)
        for number in range(len(SUPPLIERS) + 1, count + 1)
    )
    demos = [*SUPPLIERS, *further][:count]
    suppliers = [
        Supplier.objects.get_or_create(
            code=f"{CODE}{number:02}",
            defaults={"name": demo.name, "delivery_hours": demo.delivery_hours},
        )[0]
        for number, demo in enumerate(demos, start=1)
    ]
    for name, members in GROUPS.items():
        group, _created = SupplierGroup.objects.get_or_create(name=name)
        group.suppliers.add(*suppliers[members])
    return list(zip(suppliers, demos, strict=True))


def make_price_lists(offers: int, supplier_count: int = len(SUPPLIERS), days: int = DAYS) -> int:
    """Bring the demo's price lists up to today; returns how many offers were written.

    `offers` is about how many a whole set of lists, of so many days, holds. Lists that are
    there are left alone, and those older than KEPT_DAYS go.
    """
    today = timezone.localdate()
    pairs = make_suppliers(supplier_count)
    suppliers = [supplier for supplier, _demo in pairs]
    PriceList.objects.filter(
        supplier__in=suppliers, valid_from__lt=today - timedelta(days=KEPT_DAYS)
    ).delete()
    there = set(
        PriceList.objects.filter(supplier__in=suppliers).values_list("supplier", "valid_from")
    )
    lists = [
        (supplier, demo, today - timedelta(days=age))
        for age in reversed(range(days))
        for supplier, demo in pairs
        if age >= demo.quiet_days
    ]
    rows_each = -(-offers // len(lists))
    return sum(
        _make_price_list(supplier, demo, day, rows_each)
        for supplier, demo, day in lists
        if (supplier.pk, day) not in there
    )


def make_request(user: User) -> CrossDockTask:
    """Submit an example request: most of its parts are on sale, some in other spellings."""
    random = Random("request")
    request_parts = random.sample(parts(REQUEST_LINES * 2), REQUEST_LINES)
    rows = (
        {
            "Бренд": part.brand.lower() if random.random() < 0.1 else part.brand,
            "Артикул": part.article.replace(" ", "") if random.random() < 0.3 else part.article,
            "Кол-во": random.randint(1, 20),
        }
        for part in request_parts
    )
    with NamedTemporaryFile(suffix=".xlsx") as file:
        FastExcel(file.name).format(bold_headers=True).freeze(row=1).sheet("Заявка", rows).save()
        task = CrossDockTask(
            filename="Пример заявки.xlsx",
            user=user,
            supplier_group=SupplierGroup.objects.get(name=next(iter(GROUPS))),
        )
        task.request_file.save(task.filename, File(file), save=False)
        task.request_size = task.request_file.size
    task.submit()
    return task


def _make_price_list(supplier: Supplier, demo: DemoSupplier, day: date, rows: int) -> int:
    price_list = PriceList.objects.create(
        supplier=supplier, valid_from=day, filename=f"{supplier.code} {day}.xlsx", rows_taken=rows
    )
    copy_offers(_rows(supplier.code, demo, day, rows), price_list)
    return rows


def _rows(code: str, demo: DemoSupplier, day: date, count: int) -> Iterator[OfferRow]:
    assortment = Random(code)
    carried = assortment.sample(parts(max(count * 5, REQUEST_LINES * 2)), count * 2)
    random = Random(f"{code} {day}")
    for part in random.sample(carried, count):
        brand = OTHER_SPELLINGS.get(part.brand, part.brand) if random.random() < 0.2 else part.brand
        price = Decimal(f"{part.price * demo.price_factor * random.uniform(0.95, 1.05):.2f}")
        quantity = Decimal(0 if random.random() < 0.15 else random.choice((1, 2, 4, 10, 25, 120)))
        yield OfferRow(
            brand, part.article, brand_key(brand), article_key(part.article), price, quantity
        )
