import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from crossdock.models import Offer, PriceList, Supplier
from crossdock.pricelists import copying
from crossdock.pricelists.copying import copy_offers
from crossdock.pricelists.rows import OfferRow

DAY = datetime.date(2026, 1, 31)


@pytest.fixture(autouse=True)
def many_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "ROWS_IN_PIECE", 2)
    monkeypatch.setattr(copying, "LETTERS_AT_ONCE", 200)


@pytest.fixture
def price_list(supplier: Supplier) -> PriceList:
    return PriceList.objects.create(supplier=supplier, valid_from=DAY)


def offers(prices: Iterator[int] | range) -> Iterator[OfferRow]:
    for price in prices:
        yield OfferRow("TRW", f"GDB {price}", "trw", f"GDB{price}", Decimal(price), Decimal(1))


def test_the_rows_of_many_copies_are_all_there_in_their_order(price_list: PriceList) -> None:
    copy_offers(offers(range(1, 102)), price_list)
    stored = Offer.objects.order_by("id").values_list("article", "price", "price_list_id")
    assert list(stored) == [(f"GDB {n}", Decimal(n), price_list.pk) for n in range(1, 102)]


def test_no_rows_are_no_offers(price_list: PriceList) -> None:
    copy_offers(iter(()), price_list)
    assert not Offer.objects.exists()


def test_the_first_error_of_the_database_is_told(price_list: PriceList) -> None:
    with pytest.raises(DatabaseError, match="offer_price_positive"), transaction.atomic():
        copy_offers(offers(range(20, -20, -1)), price_list)
    assert not Offer.objects.exists()


def test_an_error_of_the_rows_ends_it(price_list: PriceList) -> None:
    def fail() -> Iterator[int]:
        yield from range(1, 50)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"), transaction.atomic():
        copy_offers(offers(fail()), price_list)
    assert not Offer.objects.exists()
    assert connection.connection.info.transaction_status.name == "INTRANS"


def test_foreign_keys_are_not_left_to_the_commit(supplier: Supplier) -> None:
    missing = PriceList(pk=-1, supplier=supplier, valid_from=DAY)
    with pytest.raises(IntegrityError, match="crossdock_pricelist"), transaction.atomic():
        copy_offers(offers(range(1, 3)), missing)
