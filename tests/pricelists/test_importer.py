import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from crossdock.errors import UserError
from crossdock.models import Offer, PriceList, Supplier
from crossdock.pricelists.columns import describe
from crossdock.pricelists.importer import import_price_list
from crossdock.pricelists.reasons import LeftOut, SkipReason
from crossdock.spreadsheets.columns import Column

DAY = datetime.date(2026, 1, 31)
HEADER = "Бренд;Артикул;Цена;Остаток\n"


@pytest.fixture
def price_list(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


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
    price_list.write_text(HEADER + '\\N;a\\b1\\.;5;1\nA\tB;"x\n2";5;1\n', encoding="utf-8")
    import_price_list(price_list, supplier, DAY)
    assert list(Offer.objects.order_by("id").values_list("brand", "article")) == [
        ("\\N", "a\\b1\\."),
        ("A B", "x 2"),
    ]


def test_every_row_left_out_has_its_number_and_reason(supplier: Supplier, price_list: Path) -> None:
    rows = [
        "TRW;GDB1;100;5",
        "— TRW —;;;",
        ";GDB2;100;5",
        "-;GDB2;100;5",
        "TRW;-;100;5",
        "TRW;***;100;5",
        ";;;",
        "Бренд;Артикул;Цена;Остаток",
        "TRW;GDB3;;5",
        "TRW;GDB4;0;5",
        "TRW;GDB5;звоните;5",
        "TRW;GDB6;100;звоните",
        "TRW;GDB7;99999999999;5",
        "TRW;GDB8;100;9999999999",
        f"TRW;{'8' * 201};100;5",
        "TRW;GDB9;$5;5",
        f"TRW;{'ﷺ' * 200};100;5",
        "TRW;GDB10;100;0",
    ]
    price_list.write_text(HEADER + "\n".join(rows), encoding="utf-8")
    left_out: list[LeftOut] = []
    report = import_price_list(
        price_list, supplier, DAY, left_out_to=lambda _table: left_out.append
    )

    assert [(row.row, row.reason) for row in left_out] == [
        (3, SkipReason.NO_ARTICLE),
        (4, SkipReason.NO_BRAND),
        (5, SkipReason.NO_BRAND),
        (6, SkipReason.NO_ARTICLE),
        (7, SkipReason.NO_ARTICLE),
        (9, SkipReason.HEADER),
        (10, SkipReason.NO_PRICE),
        (11, SkipReason.PRICE_NOT_POSITIVE),
        (12, SkipReason.PRICE_UNREADABLE),
        (13, SkipReason.QUANTITY_UNREADABLE),
        (14, SkipReason.PRICE_TOO_LARGE),
        (15, SkipReason.QUANTITY_TOO_LARGE),
        (16, SkipReason.TEXT_TOO_LONG),
        (17, SkipReason.PRICE_IN_FOREIGN_CURRENCY),
        (18, SkipReason.TEXT_TOO_LONG),
    ]
    assert left_out[0].text == "— TRW —"
    assert left_out[8].text == "звоните"
    assert left_out[12].text.startswith("888")
    assert len(left_out[12].text) < 100
    assert (report.rows_taken, report.rows_left_out) == (2, 15)
    assert report.left_out[SkipReason.NO_ARTICLE] == 3
    assert set(Offer.objects.values_list("article", flat=True)) == {"GDB1", "GDB10"}


@pytest.mark.parametrize(
    "moved",
    ["Бренд;Артикул;Остаток;Цена\nTRW;GDB2;7;400", "Цена;Остаток;Артикул;Бренд\n400;7;GDB2;TRW"],
)
def test_headings_may_come_again_in_another_order(
    supplier: Supplier, price_list: Path, moved: str
) -> None:
    price_list.write_text(HEADER + "TRW;GDB1;100;5\n" + moved, encoding="utf-8")
    report = import_price_list(price_list, supplier, DAY)
    assert report.left_out == {SkipReason.HEADER: 1}
    offers = Offer.objects.order_by("article").values_list("brand", "price", "quantity")
    assert list(offers) == [("TRW", 100, 5), ("TRW", 400, 7)]


def test_articles_that_excel_has_spoilt_are_left_out(supplier: Supplier, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Brand", "Part number", "Price", "Qty"])
    sheet.append(["TRW", datetime.date(2026, 5, 1), 5, 1])
    sheet.append(["TRW", 1234567890123456, 5, 1])
    sheet.append(["TRW", 451103316.0, 5, 1])
    sheet.append(["TRW", 986452041, 5, 1])
    sheet["B5"].number_format = "0000000000"
    path = tmp_path / "list.xlsx"
    workbook.save(path)
    report = import_price_list(path, supplier, DAY)

    assert report.left_out == {SkipReason.ARTICLE_IS_DATE: 1, SkipReason.DIGITS_LOST: 1}
    articles = Offer.objects.order_by("id").values_list("article", flat=True)
    assert list(articles) == ["451103316", "0986452041"]


def test_each_of_several_articles_in_a_cell_is_on_offer(
    supplier: Supplier, price_list: Path
) -> None:
    rows = ["TOYOTA;04465-33240, 04465-33250;900;2", "MANN;W712/75;5;1", "TRW;GDB1550,GDB1551;;"]
    price_list.write_text(HEADER + "\n".join(rows), encoding="utf-8")
    report = import_price_list(price_list, supplier, DAY)
    assert (report.rows_taken, report.left_out) == (3, {SkipReason.NO_PRICE: 1})
    stored = Offer.objects.order_by("id").values_list("article", "article_key", "price")
    assert list(stored) == [
        ("04465-33240", "0446533240", Decimal(900)),
        ("04465-33250", "0446533250", Decimal(900)),
        ("W712/75", "W71275", Decimal(5)),
    ]


def test_a_brand_of_nothing_but_signs_is_none(supplier: Supplier, price_list: Path) -> None:
    price_list.write_text(HEADER + "TRW™;GDB1;100;5\n™;GDB2;100;5\n", encoding="utf-8")
    report = import_price_list(price_list, supplier, DAY)
    assert report.left_out == {SkipReason.NO_BRAND: 1}
    assert Offer.objects.get().brand_key == "trw"


def test_a_part_may_stand_in_a_list_several_times(supplier: Supplier, price_list: Path) -> None:
    price_list.write_text(HEADER + "TRW;GDB1;100;5\n" * 3, encoding="utf-8")
    assert import_price_list(price_list, supplier, DAY).rows_taken == 3
    assert Offer.objects.count() == 3


def test_a_list_shows_what_its_commas_are(supplier: Supplier, price_list: Path) -> None:
    price_list.write_text(HEADER + "TRW;GDB1;1,234;5\nTRW;GDB2;12.50;5\n", encoding="utf-8")
    import_price_list(price_list, supplier, DAY)
    assert Offer.objects.get(article="GDB1").price == 1234
    price_list.write_text(HEADER + "TRW;GDB3;88,209;5\nTRW;GDB4;12,50;5\n", encoding="utf-8")
    import_price_list(price_list, supplier, DAY)
    assert Offer.objects.get(article="GDB3").price == Decimal("88.209")


def test_a_list_of_prices_with_three_digits_after_the_point_is_not_taken(
    supplier: Supplier, price_list: Path
) -> None:
    rows = "".join(f"TRW;GDB{n};{n}.{n}{n}{n};5\n" for n in range(1, 9))
    price_list.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(UserError, match="decimal sign or one between thousands: 8"):
        import_price_list(price_list, supplier, DAY)


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
