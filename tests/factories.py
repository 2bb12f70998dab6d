"""The smallest rows that tests need."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone

from crossdock.models import (
    BrandSuggestion,
    CrossDockTask,
    Offer,
    PriceList,
    PriceListImport,
    Supplier,
    SupplierGroup,
)
from crossdock.parts.keys import article_key, brand_key

_numbers = count(1)


def make_user(username: str = "alice", **fields: object) -> User:
    return User.objects.create(
        username=username, **{"password": make_password("password")} | fields
    )


def make_supplier(name: str | None = None, **fields: object) -> Supplier:
    number = next(_numbers)
    return Supplier.objects.create(code=f"S{number}", name=name or f"Supplier {number}", **fields)


def make_group(*suppliers: Supplier, name: str | None = None) -> SupplierGroup:
    group = SupplierGroup.objects.create(name=name or f"Group {next(_numbers)}")
    group.suppliers.set(suppliers)
    return group


def make_price_list(supplier: Supplier, days_old: int = 0) -> PriceList:
    valid_from = timezone.localdate() - timedelta(days=days_old)
    return PriceList.objects.create(supplier=supplier, valid_from=valid_from)


def make_offer(
    price_list: PriceList,
    brand: str = "BOSCH",
    article: str = "0 986 452 041",
    price: str | Decimal = "100",
    quantity: str | Decimal = "5",
    **terms: object,
) -> Offer:
    return Offer.objects.create(
        supplier=price_list.supplier,
        price_list=price_list,
        valid_from=price_list.valid_from,
        brand=brand,
        article=article,
        brand_key=brand_key(brand),
        article_key=article_key(article),
        price=price,
        quantity=quantity,
        **terms,
    )


def make_task(
    user: User, group: SupplierGroup, content: bytes = b"x", **fields: object
) -> CrossDockTask:
    given = {"filename": "request.xlsx", "request_size": len(content)} | fields
    task = CrossDockTask(user=user, supplier_group=group, **given)
    task.request_file.save("request.xlsx", ContentFile(content), save=False)
    task.save(force_insert=True)
    return task


def make_import(
    user: User, supplier: Supplier, content: str = "", filename: str = "list.csv", **fields: Any
) -> PriceListImport:
    fields = {"valid_from": timezone.localdate()} | fields
    task = PriceListImport(user=user, supplier=supplier, filename=filename, **fields)
    task.file.save(filename, ContentFile(content.encode()), save=False)
    task.save(force_insert=True)
    return task


def make_suggestion(name_1: str, name_2: str, **fields: Any) -> BrandSuggestion:
    """Of two names in the order of their keys, each used by one supplier."""
    facts = {"rule": "A", "suppliers_1": 1, "suppliers_2": 1, "weight": 5, "high": 1, "low": 0.5}
    counts = {"shared": 5, "conflicts": 0}
    return BrandSuggestion.objects.create(
        key_1=brand_key(name_1),
        key_2=brand_key(name_2),
        name_1=name_1,
        name_2=name_2,
        **facts | counts | fields,
    )


def today() -> date:
    return timezone.localdate()
