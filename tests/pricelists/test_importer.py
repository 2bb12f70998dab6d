import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from crossdock.errors import UserError
from crossdock.models import Offer, PriceList, Supplier
from crossdock.pricelists.columns import describe
from crossdock.pricelists.importer import import_price_list
from crossdock.pricelists.reasons import LeftOut
from crossdock.spreadsheets.columns import Column
from tests.pricelists.lists import DAY, HEADER


def test_offers_are_stored_with_keys_and_day(supplier: Supplier, price_list: Path) -> None:
    price_list.write_text(HEADER + "Mann-Filter;W 712/75;1 180,00;>10\n")
    report = import_price_list(price_list, supplier, DAY)

    offer = Offer.objects.get()
    assert (offer.brand, offer.article) == ("Mann-Filter", "W 712/75")
    assert (offer.brand_key, offer.article_key) == ("mannfilter", "W71275")
    assert (offer.price, offer.quantity) == (Decimal(1180), Decimal(10))
    assert (offer.supplier, offer.price_list, offer.valid_from) == (
        supplier,
        report.price_list,
        DAY,
    )
    stored = PriceList.objects.get()
    assert (stored.filename, stored.rows_taken, stored.rows_left_out) == ("list.csv", 1, 0)
    assert stored.valid_from == DAY


def test_texts_reach_the_table_as_they_are(supplier: Supplier, price_list: Path) -> None:
    r"""COPY has \N, \. and tabs of its own."""
    price_list.write_text(HEADER + '\\N1;a\\b1\\.;5;1\nA\tB;"x\n2";5;1\n', encoding="utf-8")
    import_price_list(price_list, supplier, DAY)
    assert list(Offer.objects.order_by("id").values_list("brand", "article")) == [
        ("\\N1", "a\\b1\\."),
        ("A B", "x 2"),
    ]


def test_unknown_headings_are_no_first_row(supplier: Supplier, price_list: Path) -> None:
    rows = "".join(f"8004{n:05};5062;8000;ZSPT;{n % 7};{n + 12}.5\n" for n in range(99))
    price_list.write_text("Material;Werk;Lager;Typ;Bestand;Preis\n" + rows, encoding="utf-8")
    with pytest.raises(UserError, match=r"not recognised.*Material, Werk, Lager"):
        import_price_list(price_list, supplier, DAY)


def test_foreign_prices_need_a_rate(supplier: Supplier, price_list: Path) -> None:
    price_list.write_text("Brand;Part number;Price, EUR;Qty\nTRW;GDB1;10,50;5\n")
    with pytest.raises(UserError, match=r"\(column C\) are in EUR, as «Price, EUR».*--rate 92\.5"):
        import_price_list(price_list, supplier, DAY)
    assert not PriceList.objects.exists()

    import_price_list(price_list, supplier, DAY, rate=Decimal(100))
    assert Offer.objects.get().price == 1050


def test_a_day_to_come_is_refused(supplier: Supplier, price_list: Path) -> None:
    price_list.write_text(HEADER + "TRW;GDB1;100;5\n", encoding="utf-8")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(UserError, match="still to come"):
        import_price_list(price_list, supplier, tomorrow)
    assert not PriceList.objects.exists()


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "Infinity"])
def test_rate_must_be_above_zero(supplier: Supplier, price_list: Path, rate: str) -> None:
    price_list.write_text(HEADER + "TRW;GDB1;100;5\n", encoding="utf-8")
    with pytest.raises(UserError, match="above zero"):
        import_price_list(price_list, supplier, DAY, rate=Decimal(rate))


def test_a_price_column_can_be_chosen(supplier: Supplier, price_list: Path) -> None:
    price_list.write_text(
        "Бренд;Артикул;Цена USD;Остаток;Цена руб\nTRW;GDB1;10;5;925\n", encoding="utf-8"
    )
    for name in ("цена РУБ", "E", "e"):
        report = import_price_list(price_list, supplier, DAY, column_names={Column.PRICE: [name]})
        assert report.price_list.offers.get().price == 925
        assert "Price: «Цена руб» (column E)" in describe(report.mapping)
    for name in ("Цена", "F", ""):
        with pytest.raises(UserError, match="Бренд, Артикул, Цена USD, Остаток, Цена руб"):
            import_price_list(price_list, supplier, DAY, column_names={Column.PRICE: [name]})


def test_a_list_without_headings_has_letters(supplier: Supplier, price_list: Path) -> None:
    rows = "".join(
        f"{('TRW', 'BOSCH')[n % 2]};GDB{n + 1000};Колодки тормозные;{n + 100}.55;{n % 7};"
        f"{n + 200}.75\n"
        for n in range(20)
    )
    price_list.write_text(rows, encoding="utf-8")
    report = import_price_list(price_list, supplier, DAY)
    assert list(describe(report.mapping)) == [
        "Brand: column A",
        "Article: column B",
        "Price: column D",
        "Quantity: column E",
    ]
    report = import_price_list(price_list, supplier, DAY, column_names={Column.PRICE: ["F"]})
    assert report.price_list.offers.get(article="GDB1007").price == Decimal("207.75")
    with pytest.raises(UserError, match="no column «Z»"):
        import_price_list(price_list, supplier, DAY, column_names={Column.PRICE: ["Z"]})


def test_a_list_of_which_nothing_can_be_taken_is_refused(
    supplier: Supplier, price_list: Path
) -> None:
    price_list.write_text(HEADER + "TRW;GDB1;звоните;5\nTRW;;1;5\n", encoding="utf-8")
    with pytest.raises(UserError, match="row 2 «звоните»") as caught:
        import_price_list(price_list, supplier, DAY)
    assert "no article: 1" in str(caught.value)
    assert not PriceList.objects.exists()


def test_an_unreadable_file_is_the_users_fault(supplier: Supplier, tmp_path: Path) -> None:
    picture = tmp_path / "list.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1000))
    with pytest.raises(UserError):
        import_price_list(picture, supplier, DAY)
    assert not PriceList.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_remains_after_an_error_on_the_way(supplier: Supplier, price_list: Path) -> None:
    price_list.write_text(HEADER + "TRW;GDB1;100;5\n" * 5000 + "TRW;;100;5\n", encoding="utf-8")

    def fail(row: LeftOut) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        import_price_list(price_list, supplier, DAY, left_out_to=lambda _table: fail)
    assert not PriceList.objects.exists()
    assert not Offer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_remains_after_an_error_of_the_database(
    supplier: Supplier, price_list: Path
) -> None:
    price_list.write_text(HEADER + "TRW;GDB1;100;5\n", encoding="utf-8")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE crossdock_offer ADD CONSTRAINT cheap CHECK (price < 50)")
    try:
        with pytest.raises(DatabaseError):
            import_price_list(price_list, supplier, DAY)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE crossdock_offer DROP CONSTRAINT cheap")
    assert not PriceList.objects.exists()
    assert not Offer.objects.exists()


def test_a_long_name_fits(supplier: Supplier, price_list: Path) -> None:
    price_list.write_text(HEADER + "TRW;GDB1;100;5\n", encoding="utf-8")
    report = import_price_list(price_list, supplier, DAY, filename="и" * 300)
    assert report.price_list.filename == "и" * 255
