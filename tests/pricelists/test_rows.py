"""What each row of a price list gives: its offers, or the reason that it has none."""

import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from crossdock.errors import UserError
from crossdock.models import Offer, Supplier
from crossdock.pricelists.importer import import_price_list
from crossdock.pricelists.reasons import LeftOut, SkipReason
from tests.pricelists.lists import DAY, HEADER


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


def test_articles_on_lines_of_their_own_are_several(supplier: Supplier, price_list: Path) -> None:
    rows = 'TRW;"GDB1550\nGDB1551";5;1\nTRW;"0986\n452041";5;1\n'
    price_list.write_text(HEADER + rows, encoding="utf-8")
    import_price_list(price_list, supplier, DAY)
    keys = Offer.objects.order_by("id").values_list("article_key", flat=True)
    assert list(keys) == ["GDB1550", "GDB1551", "0986452041"]


def test_rows_with_more_cells_than_the_headings_are_left_out(
    supplier: Supplier, price_list: Path
) -> None:
    rows = "TRW,GDB1,100,50,5\nTRW,GDB2,100,5\nTRW,GDB3,100,5,\n"
    price_list.write_text(HEADER.replace(";", ",") + rows, encoding="utf-8")
    report = import_price_list(price_list, supplier, DAY)
    assert report.left_out == {SkipReason.TOO_MANY_CELLS: 1}
    assert report.rows_taken == 2


@pytest.mark.parametrize(
    "row",
    [
        "1;2;3;4",
        "BOSCH;Итого:;10;5",
        "Подытог;1;10;5",
        "Grand total;1;10;5",
        "TRW;GD\ufffd1550;10;5",
        "БЕ\ufffdАЗ;1550;10;5",
        "NULL;GDB1550;10;5",
        "TRW;\\N;10;5",
    ],
)
def test_rows_that_name_no_part_are_left_out(
    supplier: Supplier, price_list: Path, row: str
) -> None:
    price_list.write_text(f"{HEADER}TRW;GDB1;5;1\n{row}\n", encoding="utf-8")
    report = import_price_list(price_list, supplier, DAY)
    assert (report.rows_taken, report.rows_left_out) == (1, 1)
